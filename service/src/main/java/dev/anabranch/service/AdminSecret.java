package dev.anabranch.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// What opens the API. Whoever can read the data folder has it; nobody else.
public final class AdminSecret {

    public static final String FILE = "admin-secret";

    private static final String PREFIX = "adm_";
    private static final int SHORTEST = 16;

    private final String text;

    private AdminSecret(String text) {
        this.text = text;
    }

    /// One for this run alone.
    public static AdminSecret generated() {
        return new AdminSecret(Token.secret(PREFIX));
    }

    /// One that an operator chose.
    ///
    /// @throws IllegalArgumentException when it is so short that it can be guessed
    public static AdminSecret of(String text) {
        if (text.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    "an admin secret has at least " + SHORTEST + " characters");
        }
        return new AdminSecret(text);
    }

    /// That of a data folder; makes it at the first start.
    public static AdminSecret in(Path folder) throws IOException {
        var found = find(folder);
        if (found.isPresent()) {
            return new AdminSecret(found.get());
        }
        var made = generated();
        PrivateFile.write(folder.resolve(FILE), made.text + "\n");
        return made;
    }

    /// What stands in a data folder; empty when no server has been started on it.
    public static Optional<String> find(Path folder) throws IOException {
        try {
            var text = Files.readString(folder.resolve(FILE)).strip();
            return text.length() < SHORTEST ? Optional.empty() : Optional.of(text);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /// For the one who runs the server.
    public String text() {
        return text;
    }

    boolean isSame(String given) {
        return Token.isSame(text, given);
    }

    /// Never the secret: it would be in a log before long.
    @Override
    public String toString() {
        return "AdminSecret";
    }
}
