package dev.anabranch.cli;

import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExitCodeExceptionMapper;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Turns what a command throws into words for a person and an exit status for a script.
///
/// A stack trace appears only for a bug of ours, or when `ANABRANCH_DEBUG` is set.
final class FailureReport implements IExecutionExceptionHandler, IExitCodeExceptionMapper {

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine commandLine, ParseResult parsed) {
        var err = commandLine.getErr();
        boolean isBug = failure instanceof RuntimeException;
        err.println(
                "anabranch: "
                        + Printable.lines(
                                isBug ? "this is a bug of ours: " + failure : words(failure)));
        if (isBug || Environment.ofProcess().find(Environment.DEBUG).isPresent()) {
            failure.printStackTrace(err);
        }
        err.flush();
        return getExitCode(failure);
    }

    @Override
    public int getExitCode(Throwable failure) {
        return exitCode(failure).status();
    }

    private static ExitCode exitCode(Throwable failure) {
        return switch (failure) {
            case CommandException command -> command.exitCode();
            case ParameterException _ -> ExitCode.USAGE;
            case MediaFormatException _ -> ExitCode.INPUT_NOT_USABLE;
            case NoSuchFileException _ -> ExitCode.NOT_FOUND;
            case AccessDeniedException _ -> ExitCode.NOT_ALLOWED;
            case FileAlreadyExistsException _, NotDirectoryException _ -> ExitCode.CONFLICT;
            case InterruptedException _ -> ExitCode.INTERRUPTED;
            default -> ExitCode.FAILED;
        };
    }

    private static String words(Exception failure) {
        return switch (failure) {
            case NoSuchFileException missing ->
                    missing.getFile() + ": " + reason(missing, "there is no such file or folder");
            case AccessDeniedException denied ->
                    denied.getFile() + ": " + reason(denied, "permission denied");
            case FileAlreadyExistsException exists ->
                    exists.getFile() + ": " + reason(exists, "exists already");
            case NotDirectoryException file -> file.getFile() + ": this is a file, not a folder";
            case FileSystemException file when file.getReason() != null ->
                    file.getFile() + ": " + file.getReason();
            case IOException io -> io.getMessage() == null ? io.toString() : io.getMessage();
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }

    private static String reason(FileSystemException failure, String usual) {
        return failure.getReason() == null ? usual : failure.getReason();
    }
}
