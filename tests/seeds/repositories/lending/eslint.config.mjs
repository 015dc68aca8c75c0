import nx from "@nx/eslint-plugin";

export default [
  ...nx.configs["flat/base"],
  {
    files: ["**/*.ts"],
    rules: {
      "@nx/enforce-module-boundaries": [
        "error",
        {
          depConstraints: [
            { sourceTag: "type:app", onlyDependOnLibsWithTags: ["type:domain", "type:shared"] },
            { sourceTag: "type:domain", onlyDependOnLibsWithTags: ["type:shared"] },
            { sourceTag: "type:shared", onlyDependOnLibsWithTags: ["type:shared"] },
          ],
        },
      ],
    },
  },
];
