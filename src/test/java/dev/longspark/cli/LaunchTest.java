package dev.longspark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** How the program is started: arguments, locale. */
class LaunchTest {
  private static final Path SUBMIT = Path.of("submit");

  @Test
  void argumentsThatTheLocaleLostAreRefused() {
    StringWriter messages = new StringWriter();
    CommandLine commands = Longspark.commandLine().setErr(new PrintWriter(messages, true));

    assertEquals(2, Longspark.execute(commands, "generate", "--prompt", "F\ufffdr"));
    assertTrue(
        messages.toString().startsWith("Invalid argument 3: 'F\ufffdr' holds U+FFFD"),
        messages.toString());
  }

  @Test
  void everyScriptSetsALocaleWithUtf8() throws IOException {
    try (Stream<Path> scripts = Files.list(SUBMIT)) {
      for (Path script : scripts.filter(file -> file.toString().endsWith(".sh")).toList()) {
        String text = Files.readString(script);
        boolean isSet =
            Stream.of("submit/locale.sh\"", "/build.sh\"", "LC_ALL=C.UTF-8")
                .anyMatch(text::contains);
        assertTrue(isSet, script::toString);
      }
    }
  }

  @Test
  void onlyALocaleWithoutUtf8IsReplaced() throws IOException, InterruptedException {
    assertEquals("C.UTF-8", localeOf("LC_ALL", "C"));
    assertEquals("C.UTF-8", localeOf("LC_ALL", "POSIX"));
    assertEquals("C.UTF-8", localeOf("LANG", ""));
    assertEquals("C.utf8", localeOf("LC_ALL", "C.utf8"));
  }

  @Test
  void secretsComeFromFilesThatNobodyElseCanRead(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "0123456789abcdef\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    assertTrue(secretOf(secret).contains("its mode is 644 (must be 600"), secretOf(secret));

    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    assertEquals("0123456789abcdef", secretOf(secret));

    Files.writeString(secret, "a b");
    assertTrue(secretOf(secret).contains("16 or more"), secretOf(secret));
    assertFalse(
        Files.readString(SUBMIT.resolve("standalone.sh"))
            .contains("\" -Dspark.authenticate.secret"));
  }

  private static String secretOf(Path file) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder(
                "bash",
                "-c",
                "source submit/secret.sh; read_secret \"$1\"",
                "bash",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    shell.waitFor();
    return out;
  }

  private static String localeOf(String variable, String value)
      throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder(
            "bash", "-euo", "pipefail", "-c", "source submit/locale.sh; echo \"${LC_ALL:-}\"");
    shell.environment().keySet().removeAll(List.of("LC_ALL", "LANG", "LC_CTYPE"));
    shell.environment().put(variable, value);
    Process process = shell.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return out.strip();
  }
}
