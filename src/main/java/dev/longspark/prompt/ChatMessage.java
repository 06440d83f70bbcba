package dev.longspark.prompt;

import java.util.Objects;

/**
 * One turn of a chat.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 * @param content what was said
 */
public record ChatMessage(String role, String content) {
  public ChatMessage {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(content, "content");
  }

  /** What the user says. */
  public static ChatMessage user(String content) {
    return new ChatMessage("user", content);
  }
}
