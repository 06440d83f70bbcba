package dev.longspark.embedded;

import dev.longspark.data.LongBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Trains the tokenizer of the embedded study on generated documents and the tasks' templates. */
public final class SampleTokenizer {
  private static final int MERGES = 2300;
  private static final int DOCUMENTS_PER_TASK = 80;

  private SampleTokenizer() {}

  /**
   * Writes {@code tokenizer.json} and {@code tokenizer_config.json}.
   *
   * @param directory the checkpoint's directory; made if it is missing
   * @param seed decides the documents that are counted
   */
  public static void write(Path directory, long seed) {
    BytePairTrainer trainer = new BytePairTrainer();
    DocumentGenerator documents = new DocumentGenerator(seed);
    for (String task : DocumentGenerator.tasks()) {
      for (int index = 0; index < DOCUMENTS_PER_TASK; index++) {
        Document document = documents.document(task, index, DOCUMENTS_PER_TASK);
        trainer.add(document.context() + "\n\n" + document.question() + " " + document.answer());
      }
      for (int copy = 0; copy < DOCUMENTS_PER_TASK; copy++) {
        trainer.add(LongBench.task(task).template().text());
      }
    }
    try {
      Files.createDirectories(directory);
      TokenizerFile.write(directory, trainer.merges(MERGES));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a tokenizer to " + directory, e);
    }
  }
}
