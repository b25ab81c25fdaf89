package dev.toolflow.jdbc;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PgBouncer that hands its few sessions out for one transaction each, in front of a PostgreSQL. */
final class PgBouncer implements AutoCloseable {
    private final Process process;
    private final int port;

    private PgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Where the program is, if it is installed. */
    static Optional<Path> program() {
        Stream<String> path = Stream.of(System.getenv("PATH").split(":"));
        return Stream.concat(path, Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static PgBouncer start(Path directory, int postgresPort) throws IOException {
        int port = freePort();
        Path users = Files.writeString(directory.resolve("users.txt"), "\"postgres\" \"\"\n");
        Path settings = Files.writeString(directory.resolve("pgbouncer.ini"), """
                [databases]
                * = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = trust
                auth_file = %s
                pool_mode = transaction
                default_pool_size = 3
                max_client_conn = 200
                ignore_startup_parameters = extra_float_digits
                """.formatted(postgresPort, port, users));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        PgBouncer bouncer = new PgBouncer(
                new ProcessBuilder(command(settings))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("pgbouncer.log").toFile())
                        .start(),
                port);
        await("PgBouncer to listen, see " + directory).until(bouncer::listens);
        return bouncer;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static List<String> command(Path settings) {
        List<String> command = new ArrayList<>();
        command.add(program().orElseThrow().toString());
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.add(settings.toString());
        return command;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
