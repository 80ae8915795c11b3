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

    /// What is said to those who do not have it.
    private static final String IN_FOLDER =
            "It is in the file " + FILE + " of the server's data folder.";

    private static final String CHOSEN =
            "It is what ANABRANCH_ADMIN_SECRET was when the server was started.";

    private static final String MADE_UP =
            "This server keeps nothing and has made one up, which only commands of the same user"
                    + " find; to choose one, set ANABRANCH_ADMIN_SECRET and start it again.";

    private final String text;
    private final String whereabouts;

    private AdminSecret(String text, String whereabouts) {
        this.text = text;
        this.whereabouts = whereabouts;
    }

    /// One for this run alone.
    public static AdminSecret generated() {
        return new AdminSecret(Token.secret(PREFIX), MADE_UP);
    }

    /// One that an operator chose.
    ///
    /// @throws IllegalArgumentException when it is so short that it can be guessed
    public static AdminSecret of(String text) {
        if (text.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    "an admin secret has at least " + SHORTEST + " characters");
        }
        return new AdminSecret(text, CHOSEN);
    }

    /// That of a data folder; makes it at the first start.
    public static AdminSecret in(Path folder) throws IOException {
        var found = find(folder);
        if (found.isPresent()) {
            return new AdminSecret(found.get(), IN_FOLDER);
        }
        var made = new AdminSecret(Token.secret(PREFIX), IN_FOLDER);
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

    /// Where one who may know it finds it; a sentence.
    String whereabouts() {
        return whereabouts;
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
