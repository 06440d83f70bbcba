package dev.longspark.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Where queries come from, line by line. */
@FunctionalInterface
interface QueryLines {
  /**
   * The next line.
   *
   * @param prompt what a person is asked with
   * @return null where there are no more
   */
  String read(String prompt);

  /** The lines of a file or another program, which is asked nothing. */
  static QueryLines of(BufferedReader in) {
    return prompt -> {
      try {
        return in.readLine();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read queries from standard input", e);
      }
    };
  }
}
