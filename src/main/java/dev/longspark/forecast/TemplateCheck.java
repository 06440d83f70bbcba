package dev.longspark.forecast;

import dev.longspark.data.PromptStyle;
import dev.longspark.data.Sample;
import dev.longspark.data.Task;
import dev.longspark.plan.Cell;
import dev.longspark.plan.StudyPlan;
import dev.longspark.prompt.ChatMessage;
import dev.longspark.prompt.ChatTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Renders the chat templates of a plan's models before anything is loaded: a short conversation at
 * once, and the first sample of each task that it is handed. What a template does not know, it does
 * not know on a cluster either. Templates in other file systems are left to the executors.
 */
public final class TemplateCheck implements Consumer<Sample> {
  private static final List<ChatMessage> PROBE = List.of(ChatMessage.user("What is written here?"));

  /** A template on a day, which it may print. */
  private record Use(ChatTemplate template, LocalDate day) {
    void render(List<ChatMessage> messages) {
      template.render(messages, day);
    }
  }

  private final Map<String, Set<Use>> uses = new HashMap<>();
  private final Map<String, Task> tasks = new HashMap<>();
  private final Set<String> seen = new HashSet<>();

  private TemplateCheck() {}

  /**
   * Reads the templates of a plan and renders each once.
   *
   * @throws IllegalArgumentException if a template fails; names its folder, line and fault
   */
  public static TemplateCheck of(StudyPlan plan) {
    TemplateCheck check = new TemplateCheck();
    Map<String, ChatTemplate> templates = new HashMap<>();
    for (Cell cell : plan.cells()) {
      String folder = plan.tokenizer(cell).orElse("");
      boolean wanted = cell.protocol().promptStyle(cell.task()) == PromptStyle.CHAT;
      if (wanted && folder.startsWith("/") && Files.isDirectory(Path.of(folder))) {
        ChatTemplate template =
            templates.computeIfAbsent(folder, name -> ChatTemplate.read(Path.of(name)));
        check.add(cell.task(), new Use(template, cell.protocol().day()));
      }
    }
    return check;
  }

  private void add(Task task, Use use) {
    tasks.put(task.name(), task);
    if (!use.template.isMissing()
        && uses.computeIfAbsent(task.name(), t -> new HashSet<>()).add(use)) {
      use.render(PROBE);
    }
  }

  /**
   * Renders the sample, if it is the first of its task.
   *
   * @throws IllegalArgumentException if a template fails
   */
  @Override
  public void accept(Sample sample) {
    if (!seen.add(sample.task()) || !uses.containsKey(sample.task())) {
      return;
    }
    String text = tasks.get(sample.task()).template().fill(sample, sample.context());
    List<ChatMessage> chat = List.of(ChatMessage.user(text));
    uses.get(sample.task()).forEach(use -> use.render(chat));
  }
}
