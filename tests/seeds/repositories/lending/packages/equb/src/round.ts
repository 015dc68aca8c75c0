export class Round {
  constructor(readonly members: readonly string[]) {}

  next(paid: ReadonlySet<string>): string | undefined {
    return this.members.find((member) => !paid.has(member));
  }
}
