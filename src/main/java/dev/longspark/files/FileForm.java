package dev.longspark.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a file is by its first bytes, for those that stand where another was meant to be: stand-ins
 * of files that are still to be fetched, failed downloads, and the forms of other programs.
 */
public enum FileForm {
  /** The file in the repository is kept elsewhere, and this says where. */
  LFS_POINTER(
      "a Git LFS pointer, which stands for the file that is meant",
      "fetch it with: git lfs pull",
      "version https://git-lfs|version https://hawser"),
  ANNEX_POINTER(
      "a git-annex pointer, which stands for the file that is meant",
      "fetch it with: git annex get",
      "/annex/objects/"),
  WEB_PAGE(
      "a web page, as a download without permission gives it",
      "download it again, logged in",
      "<!doctype html|<html"),
  NO_ENTRY(
      "the answer of a server that has no such file",
      "download it again from where it is",
      "entry not found|repository not found|invalid credentials|access to model"),
  EMPTY("empty", "download it again", ""),
  GGUF("a GGUF file", "convert it to safetensors", "GGUF"),
  PARQUET("a Parquet file", "convert it to JSON lines", "PAR1"),
  ARROW("an Arrow file", "convert it to JSON lines", "ARROW1"),
  SQLITE("an SQLite file", "name the file that is meant", "SQLite format 3"),
  ZIP("a zip archive, as PyTorch's own files are, too", "unpack or convert it", "PK\3\4"),
  PICKLE("a Python pickle", "convert it to safetensors", "\u0080\2|\u0080\3|\u0080\4"),
  GZIP("compressed with gzip", "unpack it", "\u001f\u008b"),
  BZIP2("compressed with bzip2", "unpack it", "BZh"),
  XZ("compressed with xz", "unpack it", "\u00fd7zXZ"),
  ZSTD("compressed with zstd", "unpack it", "(\u00b5/\u00fd"),
  SEVEN_ZIP("a 7-Zip archive", "unpack it", "7z\u00bc\u00af"),
  NUMPY("a NumPy file", "name the file that is meant", "\u0093NUMPY");

  /** How many of a file's first bytes tell its form. */
  public static final int HEAD_BYTES = 32;

  private static final long POINTER_BYTES = 1024;

  private final String what;
  private final String advice;
  private final String starts;

  /**
   * @param starts what its first bytes may be, in ISO 8859-1 and with bars between
   */
  FileForm(String what, String advice, String starts) {
    this.what = what;
    this.advice = advice;
    this.starts = starts;
  }

  /**
   * The form of a file, if it is one of these.
   *
   * @throws IOException if it cannot be read
   */
  public static Optional<FileForm> of(Path file) throws IOException {
    requireRegular(file);
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD_BYTES), Files.size(file));
    }
  }

  /**
   * The form of a file by its first bytes, if it is one of these.
   *
   * @param head the first 32 bytes, or all of a shorter file
   * @param bytes of the whole file
   */
  public static Optional<FileForm> of(byte[] head, long bytes) {
    if (bytes == 0) {
      return Optional.of(EMPTY);
    }
    String start =
        new String(head, 0, Math.min(head.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
    return Arrays.stream(values()).filter(form -> form.begins(start, bytes)).findFirst();
  }

  /**
   * Holds a path to be a file's, before it is opened: a pipe would never end, or never begin.
   *
   * @throws IllegalArgumentException if it is a folder, a pipe or a device; a missing file is for
   *     who opens it
   */
  public static void requireRegular(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "Cannot read %s: it is a %s (must be a file)"
              .formatted(file, Files.isDirectory(file) ? "directory" : "pipe or device"));
    }
  }

  /**
   * Holds a file to be none of these forms.
   *
   * @param allowed but for those
   * @throws IllegalArgumentException naming the file, its form and what to do
   * @throws IOException if it cannot be read
   */
  public static void requireNone(Path file, FileForm... allowed) throws IOException {
    Optional<FileForm> form = of(file).filter(found -> !List.of(allowed).contains(found));
    if (form.isPresent()) {
      throw new IllegalArgumentException(form.get().refusal(file.toString()));
    }
  }

  /** Why a file of this form is not read, in one line. */
  public String refusal(String file) {
    return "Cannot read %s: it is %s (%s)".formatted(file, what, advice);
  }

  private boolean begins(String head, long bytes) {
    return switch (this) {
      case EMPTY -> false; // has no head
      case LFS_POINTER, ANNEX_POINTER, NO_ENTRY -> bytes <= POINTER_BYTES && beginsText(head);
      case WEB_PAGE -> beginsText(head);
      default -> Stream.of(starts.split("\\|")).anyMatch(head::startsWith);
    };
  }

  private boolean beginsText(String head) {
    String text = head.stripLeading().toLowerCase(Locale.ROOT);
    return Stream.of(starts.split("\\|")).anyMatch(text::startsWith);
  }
}
