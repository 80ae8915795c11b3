/// A program as a child process: started within limits, ended with whoever started it, what it died
/// of in words for people, its folder of temporary names, and the gate to the web that it is held
/// to.
@NullMarked
package dev.anabranch.transcode.process;

import org.jspecify.annotations.NullMarked;
