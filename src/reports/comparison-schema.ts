import { z } from "zod";
import type { Comparison, FailOn, Gate } from "../statistics/comparison.ts";
import { comparisonJsonVersion } from "./comparison-json.ts";
