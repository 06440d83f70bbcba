/**
 * A study into techniques, cells and work units, with their memory and cost before anything runs.
 * In: a {@link dev.longspark.config.Study}, config.json files, prompt lengths. Out: a {@link
 * dev.longspark.plan.StudyPlan}; names that no catalogue knows, stacks that a model cannot run and
 * techniques that this build cannot run are refused with the reason.
 *
 * <p>Lifetime: the run; cells and units travel to executors. Start reading at {@link
 * dev.longspark.plan.StudyPlan}; {@link dev.longspark.plan.TechniqueCatalog} is the only place that
 * switches on a technique's name.
 */
package dev.longspark.plan;
