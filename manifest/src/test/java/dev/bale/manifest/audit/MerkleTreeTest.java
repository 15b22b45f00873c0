package dev.bale.manifest.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.manifest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    private static final int LARGEST = 70;

    /** The leaves and roots by which the implementations of certificate transparency are tested. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private final List<Sha256> leaves = new ArrayList<>();

    MerkleTreeTest() {
        for (int i = 0; i < LARGEST; i++) {
            leaves.add(MerkleTree.leaf(("leaf " + i).getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The definition of RFC 6962, word for word. */
    private Sha256 defined(int from, int to) {
        if (to == from) {
            return MerkleTree.empty();
        }
        if (to - from == 1) {
            return leaves.get(from);
        }
        int middle = 1;
        while (middle * 2 < to - from) {
            middle *= 2;
        }
        return MerkleTree.node(defined(from, from + middle), defined(from + middle, to));
    }

    private Sha256 perfect(int level, long index) {
        return defined((int) index << level, (int) (index + 1) << level);
    }

    @Test
    void roots_are_those_of_rfc_6962() {
        GrowingTree tree = new GrowingTree();
        List<String> roots = new ArrayList<>(List.of(tree.root().hex()));
        for (String leaf : LEAVES) {
            tree.append(MerkleTree.leaf(HexFormat.of().parseHex(leaf)), (level, index, hash) -> {});
            roots.add(tree.root().hex());
        }

        assertThat(roots).isEqualTo(ROOTS);
    }

    @Test
    void a_growing_tree_has_the_root_of_the_definition_and_tells_of_every_perfect_node_once() {
        GrowingTree tree = new GrowingTree();
        List<String> nodes = new ArrayList<>();
        for (int size = 1; size <= LARGEST; size++) {
            tree.append(leaves.get(size - 1), (level, index, hash) -> {
                assertThat(hash).isEqualTo(perfect(level, index));
                nodes.add(level + "/" + index);
            });
            assertThat(tree.root()).isEqualTo(defined(0, size));
            assertThat(MerkleTree.root(size, this::perfect)).isEqualTo(defined(0, size));
            GrowingTree resumed = GrowingTree.of(size, this::perfect);
            assertThat(resumed.root()).isEqualTo(tree.root());
            assertThat(resumed.size()).isEqualTo(size);
        }

        assertThat(nodes).doesNotHaveDuplicates().hasSize(35 + 17 + 8 + 4 + 2 + 1);
    }

    @Test
    void a_tree_that_is_taken_up_again_grows_on_as_if_never_left() {
        for (int size = 0; size < LARGEST - 3; size++) {
            GrowingTree tree = GrowingTree.of(size, this::perfect);
            for (int next = size; next < size + 3; next++) {
                tree.append(
                        leaves.get(next),
                        (level, index, hash) -> assertThat(hash).isEqualTo(perfect(level, index)));
            }
            assertThat(tree.root()).isEqualTo(defined(0, size + 3));
        }
    }

    @Test
    void every_leaf_is_proven_to_be_in_every_tree_and_nowhere_else() {
        for (int size = 1; size <= LARGEST; size++) {
            Sha256 root = defined(0, size);
            for (int leaf = 0; leaf < size; leaf++) {
                List<Sha256> proof = MerkleTree.inclusionProof(leaf, size, this::perfect);
                assertThat(MerkleTree.includes(leaves.get(leaf), leaf, size, proof, root))
                        .isTrue();
                assertThat(MerkleTree.includes(leaves.get((leaf + 1) % LARGEST), leaf, size, proof, root))
                        .isFalse();
                assertThat(MerkleTree.includes(leaves.get(leaf), leaf, size, proof, MerkleTree.empty()))
                        .isFalse();
                assertThat(proof.size()).isLessThanOrEqualTo(7);
                if (size > 1) {
                    assertThat(MerkleTree.includes(leaves.get(leaf), (leaf + 1) % size, size, proof, root))
                            .isFalse();
                    assertThat(MerkleTree.includes(leaves.get(leaf), leaf, size, proof.subList(1, proof.size()), root))
                            .isFalse();
                }
                proof.add(root);
                assertThat(MerkleTree.includes(leaves.get(leaf), leaf, size, proof, root))
                        .isFalse();
            }
        }
    }

    @Test
    void any_two_trees_are_proven_to_be_one_history_and_no_others() {
        for (int to = 1; to <= LARGEST; to++) {
            for (int from = 1; from <= to; from++) {
                Sha256 before = defined(0, from);
                Sha256 after = defined(0, to);
                List<Sha256> proof = MerkleTree.consistencyProof(from, to, this::perfect);
                assertThat(MerkleTree.consistent(from, before, to, after, proof))
                        .isTrue();
                assertThat(MerkleTree.consistent(from, MerkleTree.empty(), to, after, proof))
                        .isFalse();
                assertThat(MerkleTree.consistent(from, before, to, MerkleTree.empty(), proof))
                        .isFalse();
                if (!proof.isEmpty()) {
                    assertThat(MerkleTree.consistent(from, before, to, after, proof.subList(1, proof.size())))
                            .isFalse();
                    proof.set(0, MerkleTree.empty());
                    assertThat(MerkleTree.consistent(from, before, to, after, proof))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void what_is_no_part_of_a_tree_has_no_proof() {
        assertThatThrownBy(() -> MerkleTree.inclusionProof(5, 5, this::perfect)).hasMessageContaining("leaf 5");
        assertThatThrownBy(() -> MerkleTree.inclusionProof(-1, 5, this::perfect))
                .hasMessageContaining("leaf -1");
        assertThatThrownBy(() -> MerkleTree.consistencyProof(0, 5, this::perfect))
                .hasMessageContaining("one of 0");
        assertThatThrownBy(() -> MerkleTree.consistencyProof(6, 5, this::perfect))
                .hasMessageContaining("one of 6");
        assertThat(MerkleTree.consistent(0, MerkleTree.empty(), 5, defined(0, 5), List.of()))
                .isFalse();
        assertThat(MerkleTree.consistent(2, defined(0, 2), 1, defined(0, 1), List.of()))
                .isFalse();
        assertThat(MerkleTree.consistent(3, defined(0, 3), 5, defined(0, 5), List.of()))
                .isFalse();
        assertThat(MerkleTree.includes(leaves.get(0), 0, 0, List.of(), MerkleTree.empty()))
                .isFalse();
    }

    @Test
    void a_node_does_not_pass_for_a_leaf() {
        byte[] both = new byte[64];
        System.arraycopy(leaves.get(0).toBytes(), 0, both, 0, 32);
        System.arraycopy(leaves.get(1).toBytes(), 0, both, 32, 32);

        assertThat(MerkleTree.leaf(both)).isNotEqualTo(MerkleTree.node(leaves.get(0), leaves.get(1)));
    }
}
