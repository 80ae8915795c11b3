package dev.anabranch.packager;

import dev.anabranch.media.ByteSource;
import java.nio.channels.FileChannel;

/// A source whose byte `n` is byte `n` of a file, so that the kernel can send a range of it by
/// itself.
public interface FileBacked extends ByteSource {

    /// The open file. It is lent: whoever reads from it neither moves its position nor closes it.
    FileChannel channel();
}
