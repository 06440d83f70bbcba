/**
 * A study into techniques and cells, and the names of its run. In: a {@link
 * dev.longspark.config.Study} and config.json files. Out: a {@link dev.longspark.plan.StudyPlan};
 * names that no catalogue knows, stacks that a model cannot run and techniques that this build
 * cannot run are refused with the reason.
 *
 * <p>Lifetime: the run; cells travel to executors. Start reading at {@link
 * dev.longspark.plan.StudyResolver}; {@link dev.longspark.plan.TechniqueCatalog} is the only place
 * that switches on a technique's name.
 */
package dev.longspark.plan;
