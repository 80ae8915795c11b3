package dev.anabranch.transcode.ffmpeg;

/// What an input of ffmpeg may open: a playlist or a reference within a file must not reach files
/// or addresses that its owner may not.
public enum Protocols {
    /// What this process pipes in, nothing else.
    PIPE("pipe"),
    /// A file of this machine and what it refers to here.
    FILE("file,pipe,crypto,data"),
    /// A web address, and what it refers to on the web, through a
    /// [dev.anabranch.transcode.process.WebGate].
    WEB("http,https,httpproxy,tcp,tls,crypto,data"),
    /// A live stream.
    LIVE("rtmp,rtmps,tcp,tls,udp,rtp,srt,http,https,crypto");

    private final String list;

    Protocols(String list) {
        this.list = list;
    }

    /// As `-protocol_whitelist` has it.
    String list() {
        return list;
    }
}
