package dev.longspark.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.longspark.files.Shown;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A fault and its causes as one message: what each adds to the ones before it, without the names of
 * exception classes, which an exception that wraps another puts before the other's message.
 */
final class FaultMessage {
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\A(?:[a-z][\\w$]*\\.)+[A-Z][\\w$]*(?:: |\\z)");

  private static final String QUERY = "Invalid query";
  private static final int MOST_CHARACTERS = 2_000;

  private FaultMessage() {}

  static String of(Throwable fault) {
    List<String> parts = new ArrayList<>();
    for (Throwable each = fault; each != null; each = each.getCause()) {
      String words = words(each);
      if (parts.stream().noneMatch(part -> part.contains(words))) {
        parts.add(words);
      }
    }
    return line(String.join(": ", parts));
  }

  /** As one line of bounded length; Spark's words about a query keep the query's own lines. */
  private static String line(String message) {
    if (message.startsWith(QUERY)) {
      return message;
    }
    String line = Shown.visible(message.strip());
    return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "...";
  }

  private static String words(Throwable fault) {
    String message = withoutClassNames(String.valueOf(fault.getMessage()));
    if (fault instanceof FileSystemException e) {
      return reason(e);
    }
    if (fault instanceof JsonProcessingException e) {
      return e.getOriginalMessage().lines().findFirst().orElse(e.getClass().getSimpleName());
    }
    if (fault instanceof CharacterCodingException) {
      return "it is not UTF-8";
    }
    if (fault instanceof InvalidPathException) {
      return message + " (does the locale have these letters? set LC_ALL=C.UTF-8)";
    }
    return fault.getMessage() == null || message.isEmpty()
        ? fault.getClass().getSimpleName()
        : message;
  }

  private static String reason(FileSystemException fault) {
    if (fault instanceof NoSuchFileException) {
      return "there is no file " + fault.getFile();
    }
    if (fault instanceof AccessDeniedException) {
      return "no permission for " + fault.getFile();
    }
    if (fault instanceof NotDirectoryException) {
      return fault.getFile() + " is no directory";
    }
    if (fault instanceof FileAlreadyExistsException) {
      return fault.getFile() + " exists already";
    }
    return withoutClassNames(String.valueOf(fault.getMessage()));
  }

  private static String withoutClassNames(String message) {
    String rest = message;
    String before = "";
    while (!rest.equals(before)) {
      before = rest;
      rest = CLASS_NAME.matcher(rest).replaceFirst("");
    }
    return rest;
  }
}
