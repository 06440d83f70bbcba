package dev.longspark.engine.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where NVIDIA's run-time compiler may lie: beside libtorch, in the packages that pip installs
 * beside torch, in a CUDA toolkit.
 */
final class NvrtcFiles {
  /** As in libtorch's archive, in pip's packages and in the toolkit; not its built-ins. */
  private static final Pattern NAME = Pattern.compile("libnvrtc(-[0-9a-f]+)?\\.so(\\.\\d+)*");

  private static final Pattern BUILT_INS =
      Pattern.compile("libnvrtc-builtins(-[0-9a-f]+)?\\.so(\\.\\d+)*");

  private static final Path USUAL_TOOLKIT = Path.of("/usr/local/cuda");

  private NvrtcFiles() {}

  /** All there are, the likeliest first. */
  static List<Path> ofProcess() {
    return places().stream().flatMap(place -> in(place).stream()).toList();
  }

  /** The folders that are searched. */
  static List<Path> places() {
    List<Path> places = new ArrayList<>();
    setting("PYTORCH_LIBRARY_PATH").ifPresent(library -> places.addAll(besideTorch(library)));
    setting("CUDA_HOME").ifPresent(home -> places.add(home.resolve("lib64")));
    places.add(USUAL_TOOLKIT.resolve("lib64"));
    return places;
  }

  /** The {@code torch/lib} folder, and {@code nvidia/PACKAGE/lib} in the same site-packages. */
  static List<Path> besideTorch(Path library) {
    Path folder = library.toAbsolutePath().normalize();
    List<Path> places = new ArrayList<>(List.of(folder));
    Path packages = folder.resolveSibling("../nvidia").normalize();
    if (Files.isDirectory(packages)) {
      list(packages, "*").forEach(one -> places.add(one.resolve("lib")));
    }
    return places;
  }

  static List<Path> in(Path folder) {
    return named(NAME, folder);
  }

  /** What the compiler takes its own functions from, beside it. */
  static List<Path> builtIns(Path compiler) {
    return named(BUILT_INS, compiler.toAbsolutePath().getParent());
  }

  private static List<Path> named(Pattern name, Path folder) {
    return Files.isDirectory(folder)
        ? list(folder, "libnvrtc*").stream()
            .filter(file -> name.matcher(String.valueOf(file.getFileName())).matches())
            .toList()
        : List.of();
  }

  private static Optional<Path> setting(String name) {
    return Optional.ofNullable(System.getProperty(name, System.getenv(name))).map(Path::of);
  }

  private static List<Path> list(Path folder, String glob) {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
      List<Path> files = new ArrayList<>();
      stream.forEach(files::add);
      files.sort(null);
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
  }
}
