/// The program: commands, configuration, and the one place that knows every module.
@NullMarked
package dev.anabranch.cli;

import org.jspecify.annotations.NullMarked;
