package dev.anabranch.cli;

import dev.anabranch.media.ByteSource;
import dev.anabranch.media.MediaFormatException;
import dev.anabranch.packager.FileSource;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `anabranch inspect`: what a media file, playlist or manifest holds.
@Command(
        name = "inspect",
        description = {
            "Tells what a file holds: MP4, MOV, MPEG-TS, audio, WebVTT, SRT, HLS playlist or DASH manifest.",
            "Of an MP4 only the index is read, over HTTP by ranges. The names are in docs/inspect.md."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InspectCommand implements Callable<Integer> {

    /// A transport stream has no index: of a remote one this much is fetched.
    private static final long REMOTE_STREAM_BYTES = 16 << 20;

    @Spec private CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "FILE|URL", description = "What to look at.")
    private String target = "";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean isJson;

    @Mixin private TrustOption trust;

    @Override
    public Integer call() throws IOException, MediaFormatException, CommandException {
        var description = HttpResources.isAddress(target) ? remote() : local();
        var out = spec.commandLine().getOut();
        out.print(isJson ? description.toJson() : description.toText());
        out.flush();
        return ExitCode.OK.status();
    }

    private Description remote() throws IOException, MediaFormatException, CommandException {
        try (var server = new HttpResources(trust.context())) {
            return describe(new RemoteSource(server, target), REMOTE_STREAM_BYTES);
        } catch (ConnectException unreachable) {
            throw new CommandException(
                    ExitCode.SERVER_NOT_REACHABLE, target + ": " + unreachable.getMessage());
        }
    }

    private Description local() throws IOException, MediaFormatException, CommandException {
        Path path;
        try {
            path = Path.of(target);
        } catch (InvalidPathException wrong) {
            throw new NoSuchFileException(target);
        }
        if (!Files.exists(path)) {
            throw new NoSuchFileException(target);
        }
        if (Files.isDirectory(path)) {
            throw new CommandException(
                    ExitCode.INPUT_NOT_USABLE, target + ": this is a folder; name a file in it");
        }
        PlainFile.require(path, target);
        try (var source = FileSource.open(path)) {
            return describe(source, Long.MAX_VALUE);
        }
    }

    private Description describe(ByteSource source, long streamBytes)
            throws IOException, MediaFormatException {
        var out = new Description().put("source", target).put("bytes", source.sizeBytes());
        try {
            SourceDescription.describe(source, streamBytes, out);
        } catch (MediaFormatException e) {
            throw e.inFile(target);
        }
        return out;
    }
}
