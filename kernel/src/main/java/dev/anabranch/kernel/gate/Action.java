package dev.anabranch.kernel.gate;

/// What somebody wants to do, by the word tokens and questions have for it.
public enum Action {
    PUBLISH("publish"),
    PLAY("play");

    private final String word;

    Action(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
