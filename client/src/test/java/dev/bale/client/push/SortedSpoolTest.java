package dev.bale.client.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in the order of their keys, in memory or through a file. */
class SortedSpoolTest {
    @TempDir
    private Path folder;

    @Test
    void records_come_in_the_order_of_their_keys_however_many_runs_they_make() throws IOException {
        for (int runBytes : new int[] {1, 1_000, 100_000, 1 << 30}) {
            Random random = new Random(5);
            List<byte[]> keys = new ArrayList<>();
            try (SortedSpool spool = new SortedSpool(folder, runBytes)) {
                for (int i = 0; i < 500; i++) {
                    byte[] key = new byte[1 + random.nextInt(40)];
                    random.nextBytes(key);
                    keys.add(key);
                    spool.add(key, value(key, random.nextInt(i % 50 == 0 ? 100_000 : 50)));
                }
                keys.sort(Arrays::compareUnsigned);

                assertThat(spool.count()).isEqualTo(500);
                for (int again = 0; again < 2; again++) {
                    Iterator<SortedSpool.Item> sorted = spool.sorted();
                    for (byte[] key : keys) {
                        SortedSpool.Item item = sorted.next();
                        assertThat(item.key()).isEqualTo(key);
                        assertThat(item.value()).isEqualTo(value(key, item.value().length - Integer.BYTES));
                    }
                    assertThat(sorted.hasNext()).isFalse();
                }
            }
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static byte[] value(byte[] key, int length) {
        byte[] filled = new byte[length];
        Arrays.fill(filled, key[0]);
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(Arrays.hashCode(key))
                .put(filled)
                .array();
    }

    @Test
    void records_of_one_key_keep_their_order() throws IOException {
        try (SortedSpool spool = new SortedSpool(folder, 200)) {
            for (byte i = 0; i < 20; i++) {
                spool.add(new byte[] {1}, new byte[] {i});
            }

            Iterator<SortedSpool.Item> sorted = spool.sorted();
            for (byte i = 0; i < 20; i++) {
                assertThat(sorted.next().value()).containsExactly(i);
            }
        }
    }
}
