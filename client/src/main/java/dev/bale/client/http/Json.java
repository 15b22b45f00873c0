package dev.bale.client.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** JSON as the contract writes it: snake case, hashes as text, times as RFC 3339. Unknown keys of answers are skipped. */
public final class Json {
    /** The one mapper; safe for use by many threads. */
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .addModule(new SimpleModule()
                    .addDeserializer(Sha256.class, new HashReader())
                    .addSerializer(Sha256.class, new HashWriter())
                    .addDeserializer(Instant.class, new InstantReader())
                    .addSerializer(Instant.class, new ToStringSerializer(Instant.class)))
            .build();

    private Json() {}

    private static final class HashReader extends StdDeserializer<Sha256> {
        private static final long serialVersionUID = 1L;

        HashReader() {
            super(Sha256.class);
        }

        @Override
        public Sha256 deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = in.getText();
            try {
                return Sha256.parse(text);
            } catch (InvalidManifest e) {
                return (Sha256) context.handleWeirdStringValue(Sha256.class, text, "%s", e.getMessage());
            }
        }
    }

    private static final class HashWriter extends StdSerializer<Sha256> {
        private static final long serialVersionUID = 1L;

        HashWriter() {
            super(Sha256.class);
        }

        @Override
        public void serialize(Sha256 hash, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(hash.toString());
        }
    }

    private static final class InstantReader extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return OffsetDateTime.parse(in.getText()).toInstant();
        }
    }
}
