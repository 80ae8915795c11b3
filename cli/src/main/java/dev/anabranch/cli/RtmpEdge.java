package dev.anabranch.cli;

import dev.anabranch.kernel.Kernel;
import dev.anabranch.kernel.StreamName;
import dev.anabranch.live.Relay;
import dev.anabranch.origin.Config;
import dev.anabranch.service.IngestPorts;
import java.net.URI;
import java.util.Optional;

/// RTMP in and out.
final class RtmpEdge implements Relay, AutoCloseable {

    void use(Kernel kernel) {}

    IngestPorts open(LiveSetup setup, Config web) throws CommandException {
        return IngestPorts.NONE;
    }

    Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public Connection push(StreamName stream, URI target) {
        return NONE.push(stream, target);
    }

    @Override
    public Connection pull(URI source, StreamName stream) {
        return NONE.pull(source, stream);
    }

    void stop() {}

    @Override
    public void close() {}
}
