package dev.longspark.data;

import dev.longspark.files.FileForm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The files of other programs that hold predictions for LongBench samples. */
public enum ForeignFormat {
  /** LongBench's own {@link PredictionFile}, whose lines follow the order of the samples. */
  LONGBENCH {
    @Override
    public void read(Path file, Consumer<ForeignPrediction> predictions) {
      PredictionFile source = PredictionFile.of(file);
      int[] place = {0};
      source.read(
          prediction ->
              predictions.accept(
                  ForeignPrediction.text(
                      prediction.line(), source.task().name(), "", place[0]++, prediction.text())));
    }

    @Override
    public void samples(Path file, BiConsumer<Integer, Sample> samples) {
      PredictionFile source = PredictionFile.of(file);
      int[] place = {0};
      source.read(
          prediction -> {
            samples.accept(place[0], source.sample(prediction, place[0]));
            place[0]++;
          });
    }

    @Override
    public boolean names(Path file) {
      return PredictionFile.isNamedLikeOne(file);
    }
  },
  /**
   * lm-evaluation-harness with {@code --log_samples}: {@code samples_longbench_*.jsonl}. The sample
   * is {@code doc}, its first answer before any filter is {@code resps[0][0]}. A {@code doc} with
   * context and answers is the sample itself.
   */
  LM_EVAL {
    @Override
    public void read(Path file, Consumer<ForeignPrediction> predictions) {
      readLines(file, KnownLine.LM_EVAL_SAMPLE, ForeignFormat::lmEval, predictions);
    }

    @Override
    public void samples(Path file, BiConsumer<Integer, Sample> samples) {
      readLines(
          file,
          KnownLine.LM_EVAL_SAMPLE,
          (fields, line) -> LmEvalDoc.of(fields),
          doc -> doc.ifPresent(told -> samples.accept(told.place(), told.sample())));
    }

    @Override
    public boolean names(Path file) {
      String name = file.getFileName().toString();
      return name.startsWith("samples_longbench") && name.endsWith(PredictionFile.SUFFIX);
    }
  },
  /**
   * The output of OpenAI's batch interface, which vLLM's {@code run-batch} writes too, for chats or
   * completions. A request's {@code custom_id} must have been {@code TASK/_id}.
   */
  BATCH {
    @Override
    public void read(Path file, Consumer<ForeignPrediction> predictions) {
      readLines(file, KnownLine.BATCH_OUTPUT, ForeignFormat::batch, predictions);
    }

    @Override
    public void samples(Path file, BiConsumer<Integer, Sample> samples) {
      // It names its samples and says nothing of them.
    }

    @Override
    public boolean names(Path file) {
      return file.getFileName().toString().endsWith(PredictionFile.SUFFIX);
    }
  };

  private static final String CHOICE = "/response/body/choices/0";

  /**
   * Hands on a file's predictions in the order of its lines.
   *
   * @param file on the local disk
   * @throws UncheckedIOException if it is unreadable or a line is not of this format
   * @throws IllegalArgumentException if a file of LongBench names no task
   */
  public abstract void read(Path file, Consumer<ForeignPrediction> predictions);

  /**
   * Hands on what a file tells of its samples, each with its place among the task's; a format that
   * only names them tells nothing.
   *
   * @param file on the local disk
   * @throws UncheckedIOException if it is unreadable or a line is not of this format
   * @throws IllegalArgumentException if a file of LongBench names no task
   */
  public abstract void samples(Path file, BiConsumer<Integer, Sample> samples);

  /** Whether a file of a directory is one of this format's, by its name. */
  public abstract boolean names(Path file);

  /** As the command line says it: {@code lm-eval}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private interface LineReader<T> {
    T read(JsonFields fields, int line) throws IOException;
  }

  private static <T> void readLines(
      Path file, KnownLine kind, LineReader<T> format, Consumer<T> values) {
    FileForm.requireRegular(file);
    try (InputStream in = Files.newInputStream(file)) {
      FileForm.requireNone(file, FileForm.EMPTY);
      JsonLines lines = new JsonLines(in);
      Optional<byte[]> line = lines.next();
      while (line.isPresent()) {
        if (!JsonLines.isBlank(line.get())) {
          values.accept(value(file, lines.number(), line.get(), kind, format));
        }
        line = lines.next();
      }
    } catch (JsonLines.TooLongException e) {
      throw new UncheckedIOException(
          "Invalid prediction at %s:%d: %s".formatted(file, e.number(), e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read predictions in " + file, e);
    }
  }

  private static <T> T value(
      Path file, int number, byte[] line, KnownLine kind, LineReader<T> format) {
    try {
      return format.read(JsonFields.parse(line), number);
    } catch (IOException | IllegalArgumentException e) {
      String what = e.getMessage() + KnownLine.hint(line, kind);
      throw new UncheckedIOException(
          "Invalid prediction at %s:%d: %s".formatted(file, number, what),
          new IOException(what, e));
    }
  }

  private static ForeignPrediction lmEval(JsonFields fields, int line) throws IOException {
    String task = LongBench.task(fields.stringAt("/doc/dataset")).name();
    boolean hasId = fields.has("/doc/_id");
    return ForeignPrediction.text(
        line,
        task,
        hasId ? fields.stringAt("/doc/_id") : "",
        hasId ? ForeignPrediction.NO_PLACE : fields.natural("doc_id"),
        fields.isNullAt("/resps/0/0") ? "" : fields.stringAt("/resps/0/0"));
  }

  private static ForeignPrediction batch(JsonFields fields, int line) throws IOException {
    String id = fields.string("custom_id");
    int slash = id.indexOf('/');
    if (slash < 1 || slash == id.length() - 1) {
      throw new IOException("Expected TASK/_id in 'custom_id', not '" + id + "'");
    }
    String task = LongBench.task(id.substring(0, slash)).name();
    String sampleId = id.substring(slash + 1);
    if (fields.has("/response/body/output")) {
      throw new IOException("Expected chats or completions, not the responses interface's output");
    }
    boolean failed = fields.has("/error") || !fields.has(CHOICE);
    if (failed) {
      String failure = fields.shownAt(fields.has("/error") ? "/error" : "/response");
      return new ForeignPrediction(
          line,
          task,
          sampleId,
          ForeignPrediction.NO_PLACE,
          "",
          "",
          failure,
          ForeignPrediction.UNKNOWN,
          ForeignPrediction.UNKNOWN);
    }
    return new ForeignPrediction(
        line,
        task,
        sampleId,
        ForeignPrediction.NO_PLACE,
        fields.answerAt(CHOICE + (fields.has(CHOICE + "/message") ? "/message/content" : "/text")),
        fields.has(CHOICE + "/finish_reason") ? fields.stringAt(CHOICE + "/finish_reason") : "",
        "",
        tokens(fields, "prompt_tokens"),
        tokens(fields, "completion_tokens"));
  }

  private static int tokens(JsonFields fields, String name) throws IOException {
    String pointer = "/response/body/usage/" + name;
    return fields.has(pointer) ? fields.naturalAt(pointer) : ForeignPrediction.UNKNOWN;
  }
}
