

def _as_bytes(name):
    """A name that is to be hashed: text as UTF-8, bytes as they are."""
    return name.encode() if isinstance(name, str) else name


# The command line, which the file above lacks.

def main():
    """Print a UUID as the arguments want it."""
    import argparse
    named = {"uuid3": uuid3, "uuid5": uuid5}
    kinds = {"uuid1": uuid1, **named, "uuid4": uuid4}
    spaces = {"@dns": NAMESPACE_DNS, "@url": NAMESPACE_URL, "@oid": NAMESPACE_OID, "@x500": NAMESPACE_X500}
    parser = argparse.ArgumentParser(
        description="Generates a uuid using the selected uuid function.")
    parser.add_argument("-u", "--uuid", choices=tuple(sorted(kinds)), default="uuid4",
                        help="The function to use to generate the uuid. By default uuid4 function is used.")
    parser.add_argument("-n", "--namespace",
                        help="The namespace is a UUID, or '@ns' where 'ns' is a well-known predefined UUID "
                             "addressed by namespace name. Such as @dns, @url, @oid, and @x500. "
                             "Only required for uuid3/uuid5 functions.")
    parser.add_argument("-N", "--name",
                        help="The name used as part of generating the uuid. "
                             "Only required for uuid3/uuid5 functions.")
    args = parser.parse_args()
    if args.uuid not in named:
        print(kinds[args.uuid]())
        return
    if not args.namespace or not args.name:
        parser.error(f"Incorrect number of arguments. {args.uuid} requires a namespace and a name. "
                     f"Run 'python -m uuid -h' for more information.")
    space = spaces[args.namespace] if args.namespace in spaces else UUID(args.namespace)
    print(named[args.uuid](space, args.name))


if __name__ == "__main__":
    main()
