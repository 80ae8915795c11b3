package dev.anabranch.media.dash;

import dev.anabranch.media.MediaFormatException;
import java.util.Optional;

/// Whether segments become available over time (5.3.1.2, `MPD@type`).
public enum PresentationType {
    /// Everything is there.
    STATIC,
    /// Segments appear, and may disappear, as time goes on.
    DYNAMIC;

    static final PresentationType DEFAULT = STATIC;

    static PresentationType parse(ElementReader in) throws MediaFormatException {
        return in.typed("type", PresentationType::of, "static or dynamic").orElse(DEFAULT);
    }

    private static Optional<PresentationType> of(String text) {
        return switch (text) {
            case "static" -> Optional.of(STATIC);
            case "dynamic" -> Optional.of(DYNAMIC);
            default -> Optional.empty();
        };
    }
}
