package dev.longspark.engine.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive without Python: a zip of uncompressed entries that libtorch (and
 * {@code torch.jit.load}) reads.
 *
 * <p>Format: {@code data.pkl} is the module object, {@code code/__torch__.py} the program, {@code
 * constants.pkl} an empty tuple, {@code version} the format's number, as {@code torch.jit.save}
 * writes them.
 */
final class ScriptArchive {
  private static final byte[] EMPTY_TUPLE_PICKLE = {(byte) 0x80, 2, ')', '.'};
  private static final String FORMAT_VERSION = "10\n";

  private ScriptArchive() {}

  static byte[] write(ScriptSource source) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "data.pkl", ModulePickle.write(source));
      store(zip, "code/__torch__.py", utf8(source.text()));
      for (Map.Entry<String, String> library : source.libraries().entrySet()) {
        store(zip, "code/__torch__/" + library.getKey() + ".py", utf8(library.getValue()));
      }
      store(zip, "constants.pkl", EMPTY_TUPLE_PICKLE);
      store(zip, "version", utf8(FORMAT_VERSION));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the archive of " + source.name(), e);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry("archive/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
