package dev.bale.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A JVM of its own that starts a server and is killed without warning, which leaves the server behind. */
final class OrphanMaker {
    record Orphan(long postmaster, int port) {}

    private OrphanMaker() {}

    static Orphan make(Path folder) throws IOException {
        try (Owner owner = Owner.start(folder)) {
            long postmaster =
                    Postmaster.of(PostgresCluster.data(folder)).orElseThrow().pid();
            return new Orphan(postmaster, owner.port());
        }
    }

    /** The JVM while it lives; closing kills it. */
    record Owner(Process jvm, int port) implements AutoCloseable {
        static Owner start(Path folder) throws IOException {
            Process jvm = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            OrphanMaker.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Owner(
                    jvm,
                    Integer.parseInt(jvm.inputReader(StandardCharsets.UTF_8).readLine()));
        }

        @Override
        public void close() {
            jvm.destroyForcibly().onExit().join();
        }
    }

    public static void main(String[] arguments) throws Exception {
        PostgresServer server = PostgresServer.start(PostgresSettings.in(Path.of(arguments[0])));
        PostgresServerTest.execute(server, "create table kept (n int)", "insert into kept values (42)");
        System.out.println(server.port());
        Thread.sleep(60_000);
    }
}
