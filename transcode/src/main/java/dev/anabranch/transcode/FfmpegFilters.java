package dev.anabranch.transcode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The filter graph of a plan: what is done once, then a branch for each encoded rendition.
///
/// ```
/// [0:v] deinterlace, tone-map, crop, overlays, split -> framestep, scale, format -> [v1]
///                                                    -> framestep, scale, format -> [v2]
/// ```
final class FfmpegFilters {

    private final TranscodePlan plan;
    private final List<VideoOutput.Encoded> branches = new ArrayList<>();

    FfmpegFilters(TranscodePlan plan) {
        this.plan = plan;
        for (var output : plan.video()) {
            if (output instanceof VideoOutput.Encoded encoded) {
                branches.add(encoded);
            }
        }
    }

    /// The pictures it needs beside the source, in the order of their inputs.
    List<Path> inputs() {
        return List.of();
    }

    boolean isEmpty() {
        return branches.isEmpty();
    }

    /// What the branch of an output ends in.
    static String pad(VideoOutput.Encoded output) {
        return "[v" + output.trackId() + "]";
    }

    String text() {
        var source = plan.source().video().orElseThrow();
        var shared = new ArrayList<String>();
        if (source.isInterlaced()) {
            shared.add("bwdif=mode=send_frame:deint=all");
        }
        shared.add("split=" + branches.size());
        var graph = new StringBuilder("[0:" + source.index() + "]");
        graph.append(String.join(",", shared));
        for (int i = 0; i < branches.size(); i++) {
            graph.append("[b").append(i).append(']');
        }
        for (int i = 0; i < branches.size(); i++) {
            graph.append(";[b").append(i).append(']').append(branch(branches.get(i)));
        }
        return graph.toString();
    }

    private String branch(VideoOutput.Encoded output) {
        var filters = new ArrayList<String>();
        if (output.frameDivisor() > 1) {
            filters.add("framestep=" + output.frameDivisor());
        }
        filters.add("scale=" + output.width() + ":" + output.height() + ":flags=bicubic");
        filters.add("setsar=1");
        filters.add("format=" + (output.bitDepth() > 8 ? "yuv420p10le" : "yuv420p"));
        return String.join(",", filters) + pad(output);
    }
}
