package dev.anabranch.transcode.ffmpeg;

/// The containers an input may be. Playlists, scripts, session descriptions and patterns of file
/// names are not among them: those make FFmpeg open other files and addresses, which the owner of
/// the input may have no right to.
final class Demuxers {

    /// As `-format_whitelist` has it, with the names of FFmpeg's demuxers.
    static final String LIST =
            String.join(
                    ",",
                    "mov,matroska,mpegts,mpeg,avi,flv,live_flv,asf,ogg,rm,mxf,nut,gxf,dv,ivf,swf",
                    "wtv,vivo,nsv,roq,smk,bink,4xm,mve,ea,film_cpk,thp,avr,mpegvideo,m4v,mjpeg",
                    "h264,hevc,vvc,av1,obu,h263,h261,vc1,vc1test,dirac,cavsvideo,yuv4mpegpipe",
                    "gif,apng,mp3,aac,loas,ac3,eac3,ac4,dts,dtshd,truehd,mlp,flac,wav,w64,aiff,au",
                    "caf,amr,amrnb,amrwb,ape,wv,tta,tak,oma,qcp,voc,shn,mpc,mpc8,spdif");

    /// As [#LIST], and the session protocol that is a demuxer.
    static final String LIVE_LIST = LIST + ",rtsp";

    /// Pictures that can lie on another; SVG is not among them, since it can refer to others.
    static final String IMAGES =
            "image2,png_pipe,apng,jpeg_pipe,mjpeg,webp_pipe,gif,bmp_pipe,tiff_pipe,tga_pipe,"
                    + "jpegxl_pipe,ppm_pipe,pgm_pipe,pam_pipe,qoi_pipe";

    private Demuxers() {}

    static String list(Protocols protocols) {
        return switch (protocols) {
            case PIPE, FILE, WEB -> LIST;
            case LIVE -> LIVE_LIST;
        };
    }
}
