package dev.bale.presign;

import java.util.Iterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Walks what a store holds, with a page of at most 1,000 lines in memory at a time. */
final class Listings {
    private final StoreSettings settings;
    private final S3Client client;
    private final StoreCalls calls;

    Listings(StoreSettings settings, S3Client client, StoreCalls calls) {
        this.settings = settings;
        this.client = client;
        this.calls = calls;
    }

    Stream<StoredObject> objects(String prefix, String after) {
        Iterable<S3Object> objects = client.listObjectsV2Paginator(list -> list.bucket(settings.bucket())
                        .prefix(settings.fullKey(prefix))
                        .startAfter(after.isEmpty() ? null : settings.fullKey(after)))
                .contents();
        return stream(
                objects,
                object -> new StoredObject(settings.ownKey(object.key()), object.size(), object.lastModified()));
    }

    Stream<OpenMultipart> multiparts(String prefix) {
        Iterable<MultipartUpload> uploads = client.listMultipartUploadsPaginator(
                        list -> list.bucket(settings.bucket()).prefix(settings.fullKey(prefix)))
                .uploads();
        return stream(
                uploads,
                upload -> new OpenMultipart(settings.ownKey(upload.key()), upload.uploadId(), upload.initiated()));
    }

    /** Each step may fetch a page, so each runs where the SDK's exceptions are translated. */
    private <A, B> Stream<B> stream(Iterable<A> lines, Function<A, B> own) {
        Iterator<A> source = calls.run("list", lines::iterator);
        Iterator<B> translated = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return calls.run("list", source::hasNext);
            }

            @Override
            public B next() {
                return own.apply(calls.run("list", source::next));
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(translated, 0), false);
    }
}
