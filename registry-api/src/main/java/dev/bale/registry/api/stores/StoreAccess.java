package dev.bale.registry.api.stores;

import dev.bale.registry.api.stores.StoresConfig.StoreConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;

/** With which credentials a store is used. */
final class StoreAccess {
    private static final AwsCredentialsProvider DEFAULT =
            DefaultCredentialsProvider.builder().build();

    private StoreAccess() {}

    /** @throws IllegalStateException for a configuration that cannot be meant, with what to set instead */
    static AwsCredentialsProvider of(String name, StoreConfig store) {
        String setting = "bale.stores." + name + ".";
        boolean own = store.credentialsFile().isPresent() || store.profile().isPresent();
        if (store.external()) {
            refuse(
                    !own,
                    setting + "external is set, and data of others is read with credentials of its own: set " + setting
                            + "credentials-file or " + setting + "profile");
            refuse(
                    store.prefix().isPresent(),
                    setting
                            + "prefix is set on an external store, whose folders are allowed one by one instead: remove it");
            refuse(
                    name.equals(Stores.DEFAULT),
                    setting + "external is set, but the store " + name
                            + " takes the data of new namespaces: remove it");
        }
        return own ? fromFiles(setting, store) : DEFAULT;
    }

    private static AwsCredentialsProvider fromFiles(String setting, StoreConfig store) {
        ProfileCredentialsProvider.Builder credentials = ProfileCredentialsProvider.builder();
        credentials.profileName(store.profile().orElse("default"));
        store.credentialsFile().ifPresent(file -> credentials.profileFile(reloaded(setting, file)));
        return credentials.build();
    }

    private static ProfileFileSupplier reloaded(String setting, Path file) {
        refuse(!Files.isReadable(file), setting + "credentials-file names " + file + ", which cannot be read");
        return ProfileFileSupplier.reloadWhenModified(file, ProfileFile.Type.CREDENTIALS);
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new IllegalStateException(message);
        }
    }
}
