package dev.bale.registry.api.webhooks;

import dev.bale.registry.db.audit.WebhookRepository.WebhookRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLException;

/**
 * Sends one message as the Standard Webhooks specification (version 1.0.0) has it: id, time and body under an HMAC-SHA256. Redirects are not
 * followed, and nothing of the answer is read but its status.
 */
@ApplicationScoped
class SendWebhook {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Target target;
    private final WebhookSecrets secrets;
    private final Duration timeout;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    SendWebhook(Target target, WebhookSecrets secrets, WebhooksConfig config, Clock clock) {
        this.target = target;
        this.secrets = secrets;
        this.timeout = config.timeout();
        this.clock = clock;
    }

    /** A message; its id stays the same however often it is sent. */
    record Message(String id, byte[] body) {}

    /** Sends it; answers what went wrong, in fixed wording. */
    Optional<String> send(WebhookRow webhook, Message message) throws InterruptedException {
        Optional<byte[]> secret = secrets.open(webhook.secret());
        if (secret.isEmpty()) {
            return Optional.of("Its secret was sealed by another bale.accounts.secret-file. Make the webhook anew.");
        }
        try {
            URI address = URI.create(webhook.url());
            target.requireAllowed(address);
            HttpResponse<InputStream> answer =
                    http.send(request(address, secret.get(), message), BodyHandlers.ofInputStream());
            answer.body().close();
            int status = answer.statusCode();
            return status >= 200 && status < 300 ? Optional.empty() : Optional.of("It answered " + status + ".");
        } catch (IOException e) {
            return Optional.of(words(e));
        }
    }

    private HttpRequest request(URI address, byte[] secret, Message message) {
        long now = clock.instant().getEpochSecond();
        return HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("User-Agent", "bale-webhooks")
                .header("webhook-id", message.id())
                .header("webhook-timestamp", Long.toString(now))
                .header("webhook-signature", "v1," + signature(secret, message, now))
                .POST(BodyPublishers.ofByteArray(message.body()))
                .build();
    }

    private static String signature(byte[] secret, Message message, long now) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((message.id() + "." + now + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(message.body()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM lacks HMAC-SHA256", e);
        }
    }

    private String words(IOException e) {
        return switch (e) {
            case Target.NotAllowed notAllowed -> String.valueOf(notAllowed.getMessage());
            case UnknownHostException _ -> "Its host is not known.";
            case HttpConnectTimeoutException _ -> "It cannot be reached.";
            case ConnectException _ -> "It cannot be reached.";
            case HttpTimeoutException _ -> "It did not answer within " + timeout.toMillis() + " ms.";
            case SSLException _ -> "There is no TLS with it: is its certificate one that the registry's JVM trusts?";
            default -> "The connection broke.";
        };
    }
}
