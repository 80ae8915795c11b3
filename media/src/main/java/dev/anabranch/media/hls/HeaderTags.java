package dev.anabranch.media.hls;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects the tags both kinds of playlist can have (4.4.1, 4.4.2).
final class HeaderTags {

    private final ParseContext context;
    private boolean hasVersion;
    int version = 1;
    boolean hasIndependentSegments;
    @Nullable Start start;
    final List<Define> defines = new ArrayList<>();

    HeaderTags(ParseContext context) {
        this.context = context;
    }

    /// Whether the tag is one of these; then it has been read.
    boolean take(String name) throws LineException {
        switch (name) {
            case Header.EXTM3U -> {}
            case Header.VERSION -> version();
            case Header.INDEPENDENT_SEGMENTS -> {
                once(hasIndependentSegments);
                hasIndependentSegments = true;
            }
            case Start.TAG -> {
                once(start != null);
                start = context.here(Start.parse(context.attributes()));
            }
            case Define.TAG -> define();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void version() throws LineException {
        long value = context.value().lastInteger();
        once(hasVersion);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new LineException("no protocol version is " + value);
        }
        version = (int) value;
        hasVersion = true;
    }

    /// A playlist with a doubtful variable is refused in every mode (4.4.2.3).
    private void define() throws LineException {
        var define = Define.parse(context.attributes());
        context.variables.define(define);
        defines.add(context.here(define));
    }

    private void once(boolean isSecond) throws LineException {
        if (isSecond) {
            context.tolerate("appears more than once");
        }
    }
}
