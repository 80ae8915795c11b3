package dev.anabranch.transcode.probe;

import dev.anabranch.transcode.SourceInput;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a web server answered instead of a film, as ffprobe tells it.
final class WebAnswer {

    private static final Pattern ERROR =
            Pattern.compile("(?:HTTP error|Server returned) (\\d{3}[^\\n(]*)");

    private WebAnswer() {}

    /// The failure that it is, with the address and what the server said; empty when it said
    /// nothing of that kind.
    ///
    /// @param said by ffprobe, with its warnings
    static Optional<IOException> failure(SourceInput input, String said) {
        var error = ERROR.matcher(said);
        if (!(input instanceof SourceInput.OfUrl) || !error.find()) {
            return Optional.empty();
        }
        var answer = error.group(1).strip();
        var reason = "the server answers " + answer;
        return Optional.of(
                switch (answer.substring(0, 3)) {
                    case "404", "410" -> new NoSuchFileException(input.name(), null, reason);
                    case "401", "403" -> new AccessDeniedException(input.name(), null, reason);
                    default -> new IOException(input.name() + ": " + reason);
                });
    }
}
