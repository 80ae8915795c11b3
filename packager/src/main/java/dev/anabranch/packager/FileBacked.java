package dev.anabranch.packager;

import dev.anabranch.media.ByteSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;

/// A source whose byte `n` is byte `n` of a file, so that the kernel can send a range of it by
/// itself.
public interface FileBacked extends ByteSource {

    /// The open file. It is lent: whoever reads from it neither moves its position nor closes it.
    FileChannel channel();

    /// The file's bytes in the address space, mapped when first asked for; read-only, and gone when
    /// the source is closed.
    ///
    /// To hand to the kernel by address, which answers with an error where the file has become
    /// shorter. This process must not look at them itself: it would be killed there.
    ///
    /// @throws IOException when the file cannot be mapped
    MemorySegment mapped() throws IOException;
}
