package dev.anabranch.transcode.ffmpeg;

import dev.anabranch.media.ContainerPicture;
import dev.anabranch.media.ContainerPicture.Detail;
import dev.anabranch.media.Frame;
import dev.anabranch.media.IndexedTrack;
import dev.anabranch.media.TrackConfiguration;
import dev.anabranch.transcode.TrackSink;
import dev.anabranch.transcode.TranscodePlan;
import dev.anabranch.transcode.VideoOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Adds to the description of renditions what their encoder does not hand back: what they say of
/// high dynamic range, which players read before they decode.
final class DescribingSink implements TrackSink {

    private final TrackSink sink;
    private final Map<Integer, List<Detail>> details = new HashMap<>();

    DescribingSink(TranscodePlan plan, TrackSink sink) {
        this.sink = sink;
        for (var output : plan.video()) {
            if (output instanceof VideoOutput.Encoded encoded) {
                details.put(encoded.trackId(), FfmpegEncoders.mastering(encoded, plan).boxes());
            }
        }
    }

    @Override
    public void track(IndexedTrack track) throws IOException {
        var more = details.getOrDefault(track.track().id(), List.of());
        sink.track(more.isEmpty() ? track : described(track, more));
    }

    private static IndexedTrack described(IndexedTrack track, List<Detail> more) {
        var configurations =
                track.configurations().stream()
                        .map(one -> new TrackConfiguration(one.codec(), added(one.picture(), more)))
                        .toList();
        return new IndexedTrack(
                track.track(),
                track.samples(),
                configurations,
                track.shiftTicks(),
                track.presentedTicks(),
                track.rotationDegrees());
    }

    /// Those that are there stay.
    private static ContainerPicture added(ContainerPicture picture, List<Detail> more) {
        var all = new ArrayList<>(picture.details());
        for (var detail : more) {
            if (all.stream().noneMatch(one -> one.type().equals(detail.type()))) {
                all.add(detail);
            }
        }
        return new ContainerPicture(picture.sampleAspectRatio(), picture.colour(), all);
    }

    @Override
    public void frame(Frame frame) throws IOException {
        sink.frame(frame);
    }

    @Override
    public void end(int trackId) throws IOException {
        sink.end(trackId);
    }
}
