// fast-check, trying the same cases in every run: a run says something about the change under test and nothing about luck.
// SUREL_TEST_SEED draws other cases.
import fc from "fast-check";

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env["SUREL_TEST_SEED"] ?? 20_261_124) });

export { fc };
