package dev.anabranch.service;

import dev.anabranch.origin.LiveChannel;
import dev.anabranch.origin.LiveReport;
import dev.anabranch.packager.live.LivePresentation;
import java.util.List;
import java.util.Optional;

/// A stream that nobody has declared or published, and that anybody who may can begin.
record ExpectedChannel(String name, List<LiveReport.Ingest> ingests) implements LiveChannel {

    @Override
    public Optional<LivePresentation> presentation() {
        return Optional.empty();
    }

    @Override
    public LiveReport report() {
        return new LiveReport(
                LiveReport.State.IDLE,
                LiveReport.Health.GOOD,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                ingests,
                List.of(),
                List.of());
    }
}
