package dev.longspark.cli;

import java.util.Arrays;

/** Token ids as an option of a command line gives them, {@code 1,2,3}. */
record PromptIds(String option, String written) {
  /**
   * Reads the ids.
   *
   * @throws IllegalArgumentException if one is no number, or not in the vocabulary
   */
  long[] checked(int vocabulary) {
    return Arrays.stream(written.split(",", -1))
        .map(String::strip)
        .mapToLong(id -> checked(id, vocabulary))
        .toArray();
  }

  private long checked(String id, int vocabulary) {
    long number;
    try {
      number = Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Invalid " + option + ": '" + id + "' is no number (expected ids such as 1,2,3)", e);
    }
    if (number < 0 || number >= vocabulary) {
      throw new IllegalArgumentException(
          "Invalid " + option + ": " + id + " (must be from 0 to " + (vocabulary - 1) + ")");
    }
    return number;
  }
}
