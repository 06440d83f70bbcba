package dev.longspark.inference;

import dev.longspark.data.Sample;
import dev.longspark.engine.BrokenDeviceException;
import dev.longspark.engine.Device;
import dev.longspark.engine.OutOfDeviceMemoryException;
import dev.longspark.forecast.WorkUnit;
import dev.longspark.measurement.FollowedAnswer;
import dev.longspark.tables.Outcome;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Generates; travels to the executors, where it finds what the process already holds. */
public interface Evaluator extends Serializable {

  /**
   * Waits for a free model of the unit's weights and loads it if this process does not hold it.
   *
   * @param unit what is to be evaluated
   * @param devices the devices that Spark gave to the task; none in local mode
   * @return to be closed after the unit's last sample; the weights stay loaded
   * @throws OutOfDeviceMemoryException if the devices have no room for the weights
   * @throws RuntimeException if it cannot be loaded, which is no sample's fault: the task fails
   */
  Resident acquire(WorkUnit unit, List<Device> devices);

  /**
   * Checks that this process can generate, before any unit is handed to it.
   *
   * @param devices the devices that Spark gave; none in local mode
   * @return what the devices are, a line each; nothing of a CPU
   * @throws RuntimeException saying what is missing
   */
  default List<String> check(List<Device> devices) {
    return List.of();
  }

  /** Whether its models can follow an answer and tell what they think of each token. */
  default boolean canFollow() {
    return false;
  }

  /** A loaded model, held by one unit. */
  interface Resident extends AutoCloseable {

    /** Where it is, such as {@code cpu} or {@code cuda:0,cuda:1}. */
    String device();

    /** Samples that may be generated for at the same time, each by a thread of its own. */
    default int samplesInFlight() {
      return 1;
    }

    /**
     * Generates for one sample, and tells what it has measured; what it does not know it leaves
     * out. The compression of a context is not its part.
     *
     * @param context what stands in the prompt for the sample's own context, which it is unless the
     *     technique compresses
     * @throws OutOfDeviceMemoryException if the devices have no room for it
     * @throws RuntimeException if it fails, which becomes the sample's row
     */
    Outcome.Text generate(Sample sample, String context);

    /**
     * Generates for samples together, as the unit's technique says; as {@link #generate} for each,
     * but that one's failure is told and not thrown.
     */
    default void generateTogether(List<Asked> asked, Answered answered) {
      for (int i = 0; i < asked.size(); i++) {
        answered.begins(i);
        try {
          answered.answered(i, generate(asked.get(i).sample(), asked.get(i).context()));
        } catch (BrokenDeviceException | CancellationException e) {
          throw e;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
          answered.failed(i, e);
        }
      }
    }

    /**
     * Reads a sample's prompt as {@link #generate} does and then a given answer token by token.
     *
     * @param answer token ids
     * @param baseline what another model thought along this answer, whose tokens are asked for; the
     *     most likely ones if there is none
     * @throws OtherPromptException if the other model's prompt has other token ids
     * @throws UnsupportedOperationException if {@link Evaluator#canFollow} says so
     * @throws OutOfDeviceMemoryException if the devices have no room for it
     * @throws RuntimeException if it fails
     */
    default FollowedAnswer follow(
        Sample sample, List<Integer> answer, Optional<FollowedAnswer> baseline) {
      throw new UnsupportedOperationException("Cannot follow an answer: " + device());
    }

    /** Gives the model back to this process. */
    @Override
    void close();
  }
}
