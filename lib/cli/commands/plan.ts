import type { Command } from '#lib/cli/command.ts';
import { parseOptions, refreshOptions, refreshWish } from '#lib/cli/parse-options.ts';
import { previewText } from '#lib/cli/preview-text.ts';
import { withEngine } from '#lib/cli/with-engine.ts';
import { previewRefresh } from '#lib/refresh/preview/preview-refresh.ts';

/** Says what a refresh would do; nothing is requested. */
export const command: Command = {
  summary: 'say what a refresh of a summary would do, without doing it',
  usage: 'plan <summary> [--mode due|missing|failed|all] [--from 2024-01-01 --to 2024-02-01] [--json]',
  async run(args, context) {
    const options = { ...refreshOptions, json: { type: 'boolean', default: false } } as const;
    const { positionals, values } = parseOptions(args, options);
    const wish = refreshWish(positionals, values);
    const { because: _, ...preview } = await withEngine(context, (engine) =>
      previewRefresh(engine, engine.registry, wish),
    );
    if (values.json) context.print(JSON.stringify(preview, null, 2));
    else for (const line of previewText(wish.summary, preview)) context.print(line);
  },
};
