package dev.bale.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that starts a server and is killed without warning, which leaves the server behind. */
final class OrphanMaker {
    record Orphan(long postmaster, int port) {}

    private OrphanMaker() {}

    static Orphan make(Path folder) throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OrphanMaker.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
            int port = Integer.parseInt(output.readLine());
            long postmaster =
                    Postmaster.of(PostgresCluster.data(folder)).orElseThrow().pid();
            return new Orphan(postmaster, port);
        } finally {
            jvm.destroyForcibly();
            jvm.waitFor(10, TimeUnit.SECONDS);
        }
    }

    public static void main(String[] arguments) throws Exception {
        PostgresServer server = PostgresServer.start(PostgresSettings.in(Path.of(arguments[0])));
        PostgresServerTest.execute(server, "create table kept (n int)", "insert into kept values (42)");
        System.out.println(server.port());
        Thread.sleep(60_000);
    }
}
