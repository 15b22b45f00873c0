package dev.bale.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    @TempDir
    private Path folder;

    @Test
    void data_survives_a_restart() throws SQLException {
        try (PostgresServer server = PostgresServer.start(PostgresSettings.in(folder))) {
            execute(server, "create table kept (n int)", "insert into kept values (42)");
        }

        try (PostgresServer server = PostgresServer.start(PostgresSettings.in(folder))) {
            assertThat(query(server, "select n from kept")).isEqualTo("42");
        }
    }

    @Test
    void a_committed_transaction_survives_a_power_cut_unless_it_is_a_throwaway() throws SQLException {
        try (PostgresServer server = PostgresServer.start(PostgresSettings.in(folder))) {
            assertThat(query(server, "show fsync")).isEqualTo("on");
            assertThat(query(server, "show synchronous_commit")).isEqualTo("on");
            assertThat(query(server, "show full_page_writes")).isEqualTo("on");
            assertThat(query(server, "show max_connections")).isEqualTo("100");
        }
        try (PostgresServer server = PostgresServer.throwaway()) {
            assertThat(query(server, "show fsync")).isEqualTo("off");
        }
    }

    @Test
    void nobody_gets_in_without_the_password() {
        try (PostgresServer server = PostgresServer.start(PostgresSettings.in(folder))) {
            for (String wrong : List.of("", "bale", server.password() + "x")) {
                assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.user(), wrong))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password");
            }
        }
    }

    @Test
    void the_password_is_random_and_readable_by_its_owner_alone() throws Exception {
        String first;
        try (PostgresServer server = PostgresServer.start(PostgresSettings.in(folder))) {
            first = server.password();
        }

        try (PostgresServer other = PostgresServer.throwaway()) {
            assertThat(other.password()).isNotEqualTo(first).hasSize(48);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void only_this_machine_can_connect() throws SQLException {
        try (PostgresServer server = PostgresServer.start(PostgresSettings.in(folder))) {
            assertThat(query(server, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(server, "show unix_socket_directories")).isEmpty();
        }
    }

    @Test
    void two_servers_cannot_use_one_folder() {
        try (PostgresServer server = PostgresServer.start(PostgresSettings.in(folder))) {
            assertThat(server.port()).isPositive();
            assertThatThrownBy(() -> PostgresServer.start(PostgresSettings.in(folder)))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("in use by another registry");
        }
    }

    @Test
    void a_folder_that_another_jvm_serves_is_left_alone_until_that_dies() throws Exception {
        try (OrphanMaker.Owner owner = OrphanMaker.Owner.start(folder)) {
            assertThatThrownBy(() -> PostgresServer.start(PostgresSettings.in(folder)))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("in use by another registry");
            assertThat(owner.jvm().isAlive()).isTrue();
            assertThat(Postmaster.of(PostgresCluster.data(folder)).orElseThrow().lives())
                    .isTrue();
        }

        try (PostgresServer server = PostgresServer.start(PostgresSettings.in(folder))) {
            assertThat(query(server, "select n from kept")).isEqualTo("42");
        }
    }

    @Test
    void a_strangers_server_on_the_port_is_not_attached_to() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PostgresSettings settings = PostgresSettings.in(folder).withPort(stranger.getLocalPort());

            assertThatThrownBy(() -> PostgresServer.start(settings))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("Port " + stranger.getLocalPort() + " is taken by another program");
        }
    }

    @Test
    void another_postgres_on_the_port_is_not_attached_to(@TempDir Path otherFolder) throws SQLException {
        try (PostgresServer stranger = PostgresServer.start(PostgresSettings.in(otherFolder))) {
            execute(stranger, "create table strange (n int)");
            PostgresSettings settings = PostgresSettings.in(folder).withPort(stranger.port());

            assertThatThrownBy(() -> PostgresServer.start(settings)).isInstanceOf(EmbeddedServerException.class);
            assertThat(query(stranger, "select count(*) from strange")).isEqualTo("0");
        }
    }

    @Test
    void a_server_whose_jvm_was_killed_is_stopped_and_its_data_kept() throws Exception {
        OrphanMaker.Orphan orphan = OrphanMaker.make(folder);
        Postmaster left = new Postmaster(orphan.postmaster(), PostgresCluster.data(folder));
        assertThat(left.lives()).isTrue();

        try (PostgresServer server = PostgresServer.start(PostgresSettings.in(folder))) {
            assertThat(query(server, "select n from kept")).isEqualTo("42");
        }

        // Not by the process number: where nobody reaps it, a dead orphan keeps its number.
        assertThat(left.lives()).isFalse();
    }

    @Test
    void an_orphan_on_the_very_port_is_stopped_and_not_attached_to() throws Exception {
        OrphanMaker.Orphan orphan = OrphanMaker.make(folder);

        try (PostgresServer server =
                PostgresServer.start(PostgresSettings.in(folder).withPort(orphan.port()))) {
            assertThat(Postmaster.of(PostgresCluster.data(folder)).orElseThrow().pid())
                    .isNotEqualTo(orphan.postmaster());
            assertThat(query(server, "select n from kept")).isEqualTo("42");
        }
    }

    @Test
    void a_process_that_only_inherited_the_number_is_left_alone() throws Exception {
        try (PostgresServer server = PostgresServer.start(PostgresSettings.in(folder))) {
            execute(server, "create table kept (n int)");
        }
        Process innocent = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(
                    PostgresCluster.data(folder).resolve("postmaster.pid"),
                    innocent.pid() + "\n" + PostgresCluster.data(folder) + "\n1\n1\n\n127.0.0.1\n0 0\nready\n");

            try (PostgresServer server = PostgresServer.start(PostgresSettings.in(folder))) {
                assertThat(query(server, "select count(*) from kept")).isEqualTo("0");
            }

            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroy();
            assertThat(innocent.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void where_user_namespaces_are_blocked_root_runs_it_as_another_user(@TempDir Path open) throws Exception {
        assumeTrue(Unprivileged.of(PostgresCluster.data(folder)) instanceof Unprivileged.UserNamespace);
        for (Path parent = open; Files.isWritable(parent) && parent.startsWith("/tmp/"); parent = parent.getParent()) {
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx--x--x"));
        }
        Path data = Files.createDirectory(open.resolve("data"));
        Unprivileged other = Unprivileged.otherUser();
        PostgresBinaries binaries = PostgresBinaries.in(data.resolve("programs"));
        other.admit(data);
        other.admit(data.resolve("programs"));
        new PostgresCluster(data, binaries, other).make("secret");
        Files.writeString(data.resolve("password"), "secret");

        // The folder now belongs to that user, so an ordinary start takes the same way.
        try (PostgresServer server = PostgresServer.start(PostgresSettings.in(data))) {
            assertThat(Unprivileged.of(PostgresCluster.data(data))).isEqualTo(other);
            assertThat(query(server, "select 1")).isEqualTo("1");
        }
    }

    static void execute(PostgresServer server, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
