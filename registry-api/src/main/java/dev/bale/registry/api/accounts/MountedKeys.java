package dev.bale.registry.api.accounts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;

/** Keys of access tokens that were given as files: one signs, the others verify what they signed before, or will sign after the next restart. */
record MountedKeys(TokenKey.Signing signing, List<TokenKey.Verifying> all) {
    static MountedKeys read(Path signing, List<Path> others) {
        RSAPrivateCrtKey key = read("bale.accounts.token-key-file", signing, RsaKeys::privatePem);
        RSAPublicKey publicKey = read("bale.accounts.token-key-file", signing, RsaKeys::publicPem);
        List<TokenKey.Verifying> all = new ArrayList<>();
        all.add(new TokenKey.Verifying(RsaKeys.id(publicKey), publicKey));
        for (Path other : others) {
            RSAPublicKey previous = read("bale.accounts.previous-token-key-files", other, RsaKeys::publicPem);
            all.add(new TokenKey.Verifying(RsaKeys.id(previous), previous));
        }
        return new MountedKeys(new TokenKey.Signing(RsaKeys.id(publicKey), key), List.copyOf(all));
    }

    private interface Reader<T> {
        T read(String pem) throws GeneralSecurityException;
    }

    private static <T> T read(String setting, Path file, Reader<T> reader) {
        try {
            return reader.read(Files.readString(file));
        } catch (GeneralSecurityException | ClassCastException e) {
            throw new IllegalStateException(
                    setting + ": " + file + " is not an RSA key of 2048 bits or more in PEM form (PKCS#8)", e);
        } catch (IOException e) {
            throw new UncheckedIOException(setting + ": cannot read " + file, e);
        }
    }
}
