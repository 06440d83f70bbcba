package dev.longspark.config;

import java.io.Serializable;

/**
 * A protocol that the study defines: a built-in one with changes. Empty text and -1 leave the
 * base's.
 *
 * @param name the user's name for it
 * @param base the built-in protocol's name
 * @param prompts prompt policy
 * @param maxNewTokens cap, 0 for the task's
 * @param stop stop policy
 * @param answer answer policy
 * @param maxPromptTokens longest prompt, 0 for the model's positions minus new tokens
 * @param date the day that chat templates print
 */
public record OwnProtocol(
    String name,
    String base,
    String prompts,
    int maxNewTokens,
    String stop,
    String answer,
    int maxPromptTokens,
    String date)
    implements Serializable {
  /** Stands for a number that the base decides. */
  public static final int AS_BASE = -1;
}
