package dev.anabranch.media.hls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// EXT-X-SERVER-CONTROL (4.4.3.8): which delivery directives the server obeys.
///
/// @param canSkipUntil the skip boundary in seconds; null without delta updates
/// @param canSkipDateRanges whether delta updates can leave out date ranges too
/// @param holdBack seconds to stay behind the end; null means three target durations
/// @param partHoldBack the same in low-latency mode
/// @param canBlockReload whether blocking playlist reload is served
/// @param others attributes without meaning here
public record ServerControl(
        @Nullable Decimal canSkipUntil,
        boolean canSkipDateRanges,
        @Nullable Decimal holdBack,
        @Nullable Decimal partHoldBack,
        boolean canBlockReload,
        List<Attribute> others) {

    static final String TAG = "EXT-X-SERVER-CONTROL";

    public ServerControl {
        others = List.copyOf(others);
    }

    /// Blocking reload and delta updates, as low-latency playlists have it.
    public static ServerControl lowLatency(Decimal canSkipUntil, Decimal partHoldBack) {
        return new ServerControl(canSkipUntil, false, null, partHoldBack, true, List.of());
    }

    static ServerControl parse(AttributeReader in) throws LineException {
        return new ServerControl(
                in.decimalOrNull("CAN-SKIP-UNTIL"),
                in.flag("CAN-SKIP-DATERANGES"),
                in.decimalOrNull("HOLD-BACK"),
                in.decimalOrNull("PART-HOLD-BACK"),
                in.flag("CAN-BLOCK-RELOAD"),
                in.others());
    }

    void write(LineWriter out) {
        out.attributes(TAG)
                .flag("CAN-BLOCK-RELOAD", canBlockReload)
                .decimal("CAN-SKIP-UNTIL", canSkipUntil)
                .flag("CAN-SKIP-DATERANGES", canSkipDateRanges)
                .decimal("HOLD-BACK", holdBack)
                .decimal("PART-HOLD-BACK", partHoldBack)
                .others(others)
                .newLine();
    }
}
