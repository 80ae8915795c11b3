package dev.anabranch.service;

import dev.anabranch.origin.LiveReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Where encoders reach this server; empty what is not open.
public record IngestPorts(OptionalInt rtmp, OptionalInt rtmps) {

    private static final String PATH = "/" + Doorkeeper.APP;

    public static final IngestPorts NONE =
            new IngestPorts(OptionalInt.empty(), OptionalInt.empty());

    boolean isOpen() {
        return rtmp.isPresent() || rtmps.isPresent();
    }

    /// For a page that everybody may see.
    ///
    /// @param key what everybody may know
    List<LiveReport.Ingest> forPages(Optional<String> key, LiveReport.Sender sender) {
        var ingests = new ArrayList<LiveReport.Ingest>();
        rtmp.ifPresent(port ->
                ingests.add(new LiveReport.Ingest("RTMP", "rtmp", port, PATH, key, sender)));
        rtmps.ifPresent(port ->
                ingests.add(new LiveReport.Ingest("RTMPS", "rtmps", port, PATH, key, sender)));
        return ingests;
    }

    /// The addresses by protocol, as an encoder's first box takes them.
    Map<String, String> addresses(String host) {
        var addresses = new LinkedHashMap<String, String>();
        for (var ingest : forPages(Optional.empty(), LiveReport.Sender.KEY_HOLDER)) {
            addresses.put(ingest.scheme(), ingest.address(host));
        }
        return addresses;
    }
}
