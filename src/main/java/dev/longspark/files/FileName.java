package dev.longspark.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A name that a user or a file gave, as the name of a file: the one place where names become files,
 * so that none leaves the folder that it is meant for.
 */
public final class FileName {
  private static final Pattern ALLOWED =
      Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N} ._+@=,-]*");
  private static final int MOST_BYTES = 200;

  private FileName() {}

  /**
   * A name that may be a file's.
   *
   * @param what it names, for the message: {@code run}
   * @return the name itself
   * @throws IllegalArgumentException if it could be a path, or be hidden, or be too long
   */
  public static String of(String what, String name) {
    boolean fits = name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    if (!fits || !ALLOWED.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Invalid %s: '%s' (letters, digits and ' ._+@=,-', beginning with a letter, a digit or '_', at most %d bytes, for a file is named by it)"
              .formatted(what, Shown.of(name), MOST_BYTES));
    }
    return name;
  }

  /** The file of a name in a folder. */
  public static Path in(Path folder, String what, String name, String ending) {
    return folder.resolve(of(what, name) + ending);
  }
}
