package dev.bale.client.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.bale.client.ClientException;
import dev.bale.manifest.EntryPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWalkTest {
    @TempDir
    private Path root;

    @TempDir
    private Path temporary;

    private final List<String> files = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private void make(String... paths) throws IOException {
        for (String path : paths) {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, path);
        }
    }

    private void walk() throws IOException {
        new FolderWalk(root, temporary, new FolderWalk.Visitor() {
                    @Override
                    public void file(LocalFile file) {
                        files.add(file.entry().toString());
                    }

                    @Override
                    public void leftOut(LeftOut what) {
                        leftOut.add(what);
                    }

                    @Override
                    public void warn(String message) {
                        warnings.add(message);
                    }
                })
                .walk();
    }

    @Test
    void files_come_in_the_order_of_a_version_where_a_folder_is_one_run() throws IOException {
        make("b", "a/z", "a.b", "a/b/c", "a-x", "B", "ä", "a0");

        walk();

        assertThat(files).containsExactly("B", "a/b/c", "a/z", "a-x", "a.b", "a0", "b", "ä");
        assertThat(files.stream().map(EntryPath::of)).isSorted();
    }

    @Test
    void what_a_version_cannot_hold_is_told_and_never_followed() throws IOException {
        make("a/file", "outside/secret");
        Files.createDirectories(root.resolve("empty/deep"));
        Files.createSymbolicLink(root.resolve("link"), root.resolve("a"));
        Files.createSymbolicLink(root.resolve("a/broken"), Path.of("nowhere"));

        walk();

        assertThat(files).containsExactly("a/file", "outside/secret");
        assertThat(leftOut)
                .containsExactly(
                        new LeftOut("a/broken", LeftOut.Reason.SYMBOLIC_LINK),
                        new LeftOut("empty/deep", LeftOut.Reason.EMPTY_FOLDER),
                        new LeftOut("empty", LeftOut.Reason.EMPTY_FOLDER),
                        new LeftOut("link", LeftOut.Reason.SYMBOLIC_LINK));
    }

    @Test
    void the_state_of_an_install_is_never_pushed() throws IOException {
        make(".bale/install.jsonl", "a");

        walk();

        assertThat(files).containsExactly("a");
        assertThat(leftOut).isEmpty();
    }

    @Test
    void ignore_files_hold_for_their_folder_and_the_innermost_decides() throws IOException {
        make("a.log", "x/a.log", "x/y/a.log", "x/y/b.tmp", "kept/a.log", "out/deep/file");
        Files.writeString(root.resolve(".baleignore"), "*.log\nout/\n");
        Files.writeString(root.resolve("x/y/.baleignore"), "!a.log\n*.tmp\n");

        walk();

        assertThat(files).containsExactly(".baleignore", "x/y/.baleignore", "x/y/a.log");
    }

    @Test
    void names_come_in_nfc_and_two_forms_of_one_name_are_refused() throws IOException {
        make("cafe\u0301");
        walk();
        assertThat(files).containsExactly("caf\u00e9");

        make("caf\u00e9");
        assertThatThrownBy(this::walk)
                .asInstanceOf(type(ClientException.class))
                .satisfies(refusal ->
                        assertThat(refusal.paths()).singleElement().asString().contains("caf\\u{E9}", "cafe\\u{301}"));
    }

    @Test
    void all_names_that_cannot_stand_in_a_package_are_listed_together() throws IOException {
        make("good", "back\\slash", "line\nfeed");

        assertThatThrownBy(this::walk)
                .hasMessageStartingWith("2 names cannot stand in a package")
                .asInstanceOf(type(ClientException.class))
                .extracting(ClientException::kind)
                .isEqualTo(ClientException.Kind.INVALID);
    }

    @Test
    void names_that_trouble_other_systems_are_warned_of() throws IOException {
        make("readme", "README", "con.txt");

        walk();

        assertThat(warnings).hasSize(2);
        assertThat(warnings)
                .anySatisfy(text -> assertThat(text).contains("readme").contains("README"));
        assertThat(warnings).anySatisfy(text -> assertThat(text).contains("con.txt"));
    }

    @Test
    void a_folder_too_large_for_memory_is_sorted_just_the_same() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String name = "f" + (i * 7 % 50) + (i % 3 == 0 ? "é" : "");
            make(name);
            expected.add(name);
        }
        expected.sort(Comparator.comparing(EntryPath::of));

        List<String> names = new ArrayList<>();
        try (FolderNames sorted = new FolderNames(root, temporary, 7)) {
            sorted.forEachRemaining(name -> names.add(name.normal()));
        }

        assertThat(names).containsExactlyElementsOf(expected);
        assertThat(temporary).isEmptyDirectory();
    }
}
