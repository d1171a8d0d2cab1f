# Shows the tasks of Boost.Asyncio in gdb: of a stopped program or a core file.
#
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Load it by "source boost_asyncio.py". It brings

- the command asyncio-tasks ("help asyncio-tasks");
- printers of task<T>, any_task and future<T>.

Nothing in the program is called. What is read here are the classes in
boost/asyncio/detail of the same version of the library, and Asio's frames.
"""

import contextlib
import re

import gdb
import gdb.printing

DETAIL = "boost::asyncio::detail::"
MOST = 1000000  # of a list whose memory is damaged


# ---- memory ------------------------------------------------------------------

def lookup(name):
    """A type by its name, or None."""
    try:
        return gdb.lookup_type(name)
    except gdb.error:
        return None


def address(v):
    return int(v.cast(lookup("unsigned long")))


def read(v, type_name="unsigned long"):
    """What stands at the address of `v`, as another type: atomics, optionals
    and smart pointers begin with what they hold in every standard library."""
    t = lookup(type_name) if isinstance(type_name, str) else type_name
    return v.address.cast(t.pointer()).dereference()


def symbol(place):
    """The name of what begins at or before an address, or ""."""
    text = gdb.execute("info symbol %#x" % place, to_string=True)
    # gdb may add a line about the language; see cplusplus().
    match = re.match(r"(.*?)(?: \+ \d+)?(?: in section .*)?\n", text)
    # Symbols of shared libraries may carry a version.
    return "" if "No symbol" in text else match.group(1).partition("@")[0]


def without(name, brackets):
    """A name without what stands in brackets of these kinds."""
    result, depth = "", 0
    for c in name:
        depth += c in brackets[0]
        if depth == 0:
            result += c
        depth -= c in brackets[1]
    return result


def without_arguments(name):
    return without(name, "<>")


def function_name(name):
    """Without the parameters and the return type."""
    name = name.replace("(anonymous namespace)::", "")
    name = name.replace("operator()", "operator")
    name = without(name, ("<(", ">)")).replace(" const", "").split(" ")[-1]
    return re.sub(r"operator$", "operator()", name)


def bases(t, offset=0):
    """A class and the classes it is derived from, each with its offset."""
    t = t.strip_typedefs().unqualified()
    yield t, offset
    if t.code == gdb.TYPE_CODE_STRUCT:
        for field in t.fields():
            if field.is_base_class:
                yield from bases(field.type, offset + field.bitpos // 8)


def offset_of(base, derived):
    return next((o for t, o in bases(derived) if t == base), None)


def at(place, t):
    return gdb.Value(place).cast(t.pointer())


def down(pointer, derived):
    """A pointer to a base class as one to a derived class. gdb's own cast asks
    for the class of the object, which it does not always know."""
    t = lookup(derived) if isinstance(derived, str) else derived
    base = pointer.type.target().strip_typedefs().unqualified()
    return at(address(pointer) - offset_of(base, t), t)


def up(pointer, name):
    """A pointer to a class as one to a base class of this name (without the
    arguments of templates), or None."""
    for t, offset in bases(pointer.type.target()):
        if t.name and without_arguments(t.name) == name:
            return at(address(pointer) + offset, t)
    return None


def get(pointer, name):
    """A member of the object to which a pointer points; a reference as a
    pointer. gdb's own access asks for the class of the object, too."""
    for t, offset in bases(pointer.type.target()):
        for field in t.fields():
            if field.name == name and not field.is_base_class:
                place = address(pointer) + offset + field.bitpos // 8
                m = field.type.strip_typedefs()
                if m.code == gdb.TYPE_CODE_REF:
                    m = m.target().pointer()
                return at(place, m).dereference()
    raise gdb.GdbError(
        "There is no %s in %s: this script is for another version of "
        "Boost.Asyncio" % (name, pointer.type.target()))


def class_of(pointer):
    """The name of the class of the object that a pointer to a polymorphic class
    points to, and the address of the object."""
    word = lookup("long").pointer()
    table = pointer.cast(word.pointer()).dereference()
    name = symbol(address(table)).replace("vtable for ", "")
    return name, address(pointer) + int((table - 2).dereference())


def whole(pointer):
    """The pointer as one to the class of its object, if gdb knows that."""
    name, place = class_of(pointer)
    # g++ describes the argument 0ul as 0.
    t = lookup(name) or lookup(re.sub(r"\b(\d+)ul\b", r"\1", name))
    return pointer if t is None else at(place, t.strip_typedefs())


def string(v):
    """The content of a std::string."""
    type_name = v.type.strip_typedefs().name or ""
    if "__cxx11::basic_string" in type_name:
        # Clang does not describe its members.
        start = read(v, lookup("char").pointer())
        word = lookup("unsigned long")
        size = int((v.address.cast(word.pointer()) + 1).dereference())
        return start.string("utf-8", "replace", length=size)
    printer = gdb.default_visualizer(v)
    text = printer.to_string() if printer else v
    return text.value().string() if hasattr(text, "value") else str(text)


def place(location):
    """"file:line" of a std::source_location, or "" if it is not known."""
    impl = location["_M_impl"]
    if not address(impl) or not int(impl["_M_line"]):
        return ""
    return "%s:%d" % (impl["_M_file_name"].string(), int(impl["_M_line"]))


def items(linked_list):
    """Pointers to what is in a linked_list."""
    t = linked_list.type.strip_typedefs().template_argument(0)
    head = linked_list["head_"].address
    link = head["next"]
    for _ in range(MOST):
        if link == head:
            return
        yield down(link, t)
        link = link["next"]


def elements(vector):
    """Pointers to the elements of a std::vector."""
    impl = vector["_M_impl"]
    p, end = impl["_M_start"], impl["_M_finish"]
    for _ in range(MOST):
        if p == end:
            return
        yield p
        p = p + 1


# ---- exceptions --------------------------------------------------------------

def exception(pointer):
    """What a std::exception_ptr of an Itanium C++ ABI holds, in words."""
    thrown = address(read(pointer))
    if not thrown:
        return ""
    word = lookup("unsigned long")
    if word.sizeof != 8:
        return "an exception"
    # The header before the object begins with its std::type_info.
    info = int(gdb.Value(thrown - 112).cast(word.pointer()).dereference())
    name = symbol(info).replace("typeinfo for ", "")
    if not name:
        return "an exception"
    t = lookup(name)
    names = [name]
    if t is not None and t.code == gdb.TYPE_CODE_STRUCT:
        names = [b.name for b, _ in bases(t)]
    # Both hold one pointer to characters.
    if {"std::runtime_error", "std::logic_error"}.intersection(names):
        text = gdb.Value(thrown + 8).cast(
            lookup("char").pointer().pointer()).dereference()
        return '%s "%s"' % (name, text.string("utf-8", "replace"))
    return name


# ---- tasks -------------------------------------------------------------------

STATUS = ["pending", "cancelled", "failed", "succeeded"]


def status(state):
    return STATUS[int(read(get(state, "status_"), "unsigned char"))]


def is_task(state):
    """Whether a pointer to a state_base is that of a task."""
    return up(whole(state), DETAIL + "task_base") is not None


class Task:
    """A task_base, and what it does. `running` are the addresses of the runners
    that threads are in; None if not all of them are known."""

    def __init__(self, pointer, running=None):
        self.pointer = pointer
        self.id = address(pointer)
        self.awaited = []  # pointers to state_base
        self.holders = []  # addresses of task_base, and their pointers
        self.waits_for = self.where = ""
        name = read(get(pointer, "name_"), lookup("unsigned long").pointer())
        if address(name):
            self.name = string(name.cast(
                lookup("std::string").pointer()).dereference())
        else:
            self.name = "Task-%d" % int(get(pointer, "number_"))
        self.location = place(get(pointer, "location_"))
        self.status = status(pointer)
        self.runner = get(pointer, "runner_")
        self.state = self._state(running)
        if self.status == "pending" and int(get(pointer, "requests")["count_"]):
            self.state += ", asked to cancel"

    def _state(self, running):
        if self.status == "cancelled":
            return "was cancelled"
        if self.status != "pending":
            return "is done"
        if not address(self.runner):
            return "has not started"
        if address(self.runner) in (running or ()) or \
                int(get(self.runner, "covered")):
            return "runs"
        if address(get(self.runner, "waiting")):
            waiter = get(self.runner, "waiting")
            self.where = place(get(waiter, "where_"))
            self.waits_for = describe(waiter, self)
        elif running is None:
            return "pending"
        else:
            self.waits_for = "an operation of Asio"
        return "waits for " + self.waits_for

    def owner(self):
        """The task that waits for it at the end of a group; a pointer."""
        member_type = lookup(DETAIL + "group_member")
        if member_type is None:
            return None
        for item in items(get(self.pointer, "waiters_")):
            # Its own part that tells the group of its end.
            member = down(item, member_type)
            try:
                if address(get(member, "task_")) == self.id:
                    group = get(member, "group_")
                    return read(get(group, "parent_"), self.pointer.type) \
                        if address(group) else None
            except gdb.MemoryError:
                continue
        return None

    def coroutines(self):
        """Its suspended coroutines, the innermost first: names and places."""
        if not address(self.runner) or self.state.startswith("runs"):
            return
        entry = get(self.runner, "coroutine")
        runner = whole(self.runner).type.target()
        frame = lookup(
            "boost::asio::detail::awaitable_frame<"
            "boost::asio::detail::awaitable_thread_entry_point, %s>"
            % runner.template_argument(0)) if "<" in runner.name else None
        if not address(entry) or frame is None:
            return
        entry = entry.cast(frame.pointer())
        f = entry["top_of_stack_"]
        for _ in range(MOST):
            # The last is what all tasks of a runner stand on.
            if not address(f) or address(f) == address(entry):
                return
            # A coroutine's frame begins with the function that resumes it.
            resume = int(read(f["coro_"], lookup(
                "unsigned long").pointer()).dereference())
            name = function_name(
                re.sub(r" \[clone .*\]$", "", symbol(resume)))
            if not name.startswith(("boost::asio::", "boost::asyncio::")):
                line = gdb.find_pc_line(resume)
                yield name + (" at %s:%d" % (line.symtab.filename, line.line)
                              if line.symtab else "")
            f = f["caller_"]


def lock(l, task):
    runner, holder = l["holder_"]["runner_"], l["holder_"]["task_"]
    if address(runner) and address(holder) == address(get(runner, "task")):
        task.holders.append(holder)
    name = string(l["name_"])
    return "a lock '%s'" % name if name else "a lock"


PLAIN = {
    "barrier_waiter": "a barrier",
    "event_waiter": "an event",
    "queue_getter": "an item of a queue",
    "queue_joiner": "the work of a queue",
    "queue_putter": "room in a queue",
    "semaphore_waiter": "a semaphore",
    "to_thread_operation::wait_state": "a function in a thread",
    "executor_shutdown::wait_state": "the functions in the default pool",
}


def describe(waiter, task):
    """What an operation waits for, in the words of its describe()."""
    operation = whole(waiter)
    if operation.type == waiter.type: # its class has to do with a lambda
        names = re.findall(r"(?:\w+_operation<.*>::)?\w+", class_of(waiter)[0])
    else:
        names = [t.name for t, _ in bases(operation.type.target())]
    names = {without_arguments(n).replace(DETAIL, "") for n in names}

    for name, text in PLAIN.items():
        if name in names:
            return text
    if "lock_waiter" in names:
        w = down(waiter, DETAIL + "lock_waiter")
        if fate(w) == "abandoned":
            return "a lock"
        return lock(get(w, "primitive_"), task)
    if "condition_waiter" in names or "condition_wait_for" in names:
        w = down(waiter, DETAIL + "condition_waiter")
        if fate(get(w, "for_lock_").address) == "waiting":
            return lock(get(w, "lock_"), task)
        return "a condition"
    if "get_state" in names:
        w = up(operation, DETAIL + "get_state")
        if w is None:
            return "a task or future"
        s = get(w, "state_")["px"]
        task.awaited.append(s)
        return "a task" if is_task(s) else "a future"
    if "sleep_state" in names or "sleep_operation::wait_state" in names:
        index = get(down(waiter, DETAIL + "sleep_state"), "index_")
        armed = int(index) != 2 ** (8 * index.type.sizeof) - 1
        return "sleep()" if armed else "its next turn"
    if any(re.match(r"gather_(state|\w*operation::wait_state)", n)
           for n in names):
        w = down(waiter, DETAIL + "gather_state")
        if address(get(w, "nodes_")):
            task.awaited += [
                n["state_"] for n in elements(get(w, "nodes_")["nodes_"])]
        return "gather()"
    if "wait_core" in names:
        w = down(waiter, DETAIL + "wait_core")
        task.awaited += [n["state"].address for n in elements(get(w, "nodes_"))]
        return "wait()"
    if "next_waiter" in names:
        w = down(waiter, DETAIL + "next_waiter")
        task.awaited += [
            e["awaited"]["px"]
            for e in elements(get(w, "state_")["px"]["entries_"])
            if int(e["pending"])]
        return "as_completed"
    if "group_exit_state" in names:
        w = down(waiter, DETAIL + "group_exit_state")
        members = get(get(w, "group_"), "members_")
        task.awaited += [get(m, "task_") for m in items(members)]
        return "its task group"
    return "an operation"


def fate(queue_place):
    return str(get(queue_place, "fate_")).rpartition("::")[2]


# ---- loops -------------------------------------------------------------------

@contextlib.contextmanager
def cplusplus():
    """Where the program stands in a function of C, as in a system call, gdb
    would not find the names of templates."""
    before = gdb.parameter("language")
    gdb.execute("set language c++", to_string=True)
    try:
        yield
    finally:
        gdb.execute("set language " + before, to_string=True)


def per_thread(f):
    """Calls f(number) in each thread."""
    selected = gdb.selected_thread()
    frame = gdb.selected_frame() if selected else None
    try:
        threads = gdb.selected_inferior().threads()
        for thread in sorted(threads, key=lambda t: t.num):
            thread.switch()
            f(thread.num)
    finally:
        if selected:
            selected.switch()
            frame.select()


def thread_local(name):
    """A thread-local variable of the selected thread, or None."""
    try:
        v = gdb.parse_and_eval("'%s'" % name)
        v.fetch_lazy()
        return v
    except gdb.error:
        return None


def loops_of_context(context):
    """Pointers to the loops of an execution_context."""
    service = context["service_registry_"]["first_service_"]
    for _ in range(MOST):
        if not address(service):
            return
        if class_of(service)[0] == DETAIL + "loop_service":
            loops = get(down(service, DETAIL + "loop_service"), "loops_")
            # Of std::unique_ptr, which begins with the pointer.
            loop = lookup(DETAIL + "loop_state").pointer()
            yield from (
                read(l.dereference(), loop) for l in elements(loops))
        service = get(service, "next_")


class Program:
    """The loops that threads are in, and the runners whose steps they run."""

    def __init__(self):
        self.loops = {}  # by address, with the numbers of the threads
        self.running = set()
        self.readable = False  # the variables of threads are
        per_thread(self._look)

    def add(self, loop, thread):
        if address(loop):
            _, threads = self.loops.setdefault(address(loop), (loop, []))
            if thread not in threads:
                threads.append(thread)

    def _look(self, thread):
        current = thread_local(DETAIL + "current")
        if current is not None:
            self.readable = True
            self.add(current["loop"], thread)
            self.add(current["running"], thread)
            if address(current["runner"]):
                self.running.add(address(current["runner"]))
        # Asio's: the contexts of which the thread is in a run().
        asio = "boost::asio::detail::"
        call = thread_local(
            "%skeyword_tss_ptr<%scall_stack<%sthread_context, "
            "%sthread_info_base>::context>::value_" % ((asio,) * 4))
        while call is not None and address(call):
            scheduler = lookup(asio + "scheduler")
            if scheduler is not None:
                key = down(call["key_"], scheduler)
                for l in loops_of_context(get(key, "owner_")):
                    self.add(l, thread)
            call = call["next_"]


def loops_of(v):
    """The loops that a value names: an event_loop, an execution context, a task
    or future, or a pointer or reference to one."""
    if v.type.strip_typedefs().code in (
            gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_REF):
        v = v.referenced_value()
    p = v.address
    if p is not None:
        found = up(p, DETAIL + "loop_state")
        if found is not None:
            return [found]
        found = up(p, "boost::asio::execution_context")
        if found is not None:
            return list(loops_of_context(found))
        found = up(p, "boost::asyncio::event_loop")
        if found is not None:
            return [found["state_"]["px"]]
        found = up(p, DETAIL + "basic_handle")
        if found is not None:
            state = found["state_"]["px"]
            return [get(state, "loop_")] if address(state) else []
    raise gdb.GdbError(
        "%s is no event_loop, execution context, task or future" % v.type)


class Graph:
    """The tasks of a loop, and who waits for whom."""

    def __init__(self, loop, running):
        self.tasks = {}
        for p in items(get(loop, "tasks")):
            self.tasks[address(p)] = Task(p, running)
        self.below = {id: [] for id in self.tasks}
        self.above = {id: [] for id in self.tasks}
        for task in self.tasks.values():
            for state in task.awaited:
                if is_task(state):
                    self.edge(task.id, address(state))
            owner = task.owner()
            if owner is not None:
                self.edge(address(owner), task.id)

    def edge(self, waiting, awaited):
        if waiting in self.tasks and awaited in self.tasks and \
                awaited not in self.below[waiting]:
            self.below[waiting].append(awaited)
            self.above[awaited].append(waiting)

    def circles(self):
        """Each circle of tasks that wait for one another, once."""
        result, seen = [], set()

        def search(id, path):
            if id in path:
                result.append(path[path.index(id):])
            elif id in self.tasks and id not in seen:
                seen.add(id)
                following = self.below[id] + [
                    address(h) for h in self.tasks[id].holders]
                for n in following:
                    search(n, path + [id])

        for id in self.tasks:
            search(id, [])
        return result

    def lines(self, coroutines):
        printed = set()

        def branch(id, depth):
            task = self.tasks[id]
            indent = "  " * depth
            if id in printed:
                yield "%s'%s': see above" % (indent, task.name)
                return
            printed.add(id)
            line = "%s'%s': %s" % (indent, task.name, task.state)
            if task.where:
                line += " at " + task.where
            if task.holders:
                line += ", held by " + ", ".join(
                    "'%s'" % Task(h).name for h in task.holders)
            if task.location:
                line += " (created at %s)" % task.location
            yield line
            if coroutines:
                for name in task.coroutines():
                    yield "%s    in %s" % (indent, name)
            for b in self.below[id]:
                yield from branch(b, depth + 1)

        for id in self.tasks:
            if not self.above[id]:
                yield from branch(id, 0)
        for id in self.tasks:
            if id not in printed:
                yield from branch(id, 0)
        for circle in self.circles():
            yield "waiting for one another: " + " -> ".join(
                "'%s'" % self.tasks[id].name
                for id in circle + [circle[0]])


class TasksCommand(gdb.Command):
    """Print the tasks of Boost.Asyncio as a tree, as print_tasks() does.

asyncio-tasks [-coroutines] [EXPRESSION]

Below each task stand those that it waits for, each with what it waits for and
where, and where it was created. With -coroutines also the coroutines in which
it is suspended, the innermost first.

EXPRESSION names a loop: an event_loop, an execution context such as an
io_context, or a task or future. Without it: the loops that any thread runs."""

    def __init__(self):
        super().__init__(
            "asyncio-tasks", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        coroutines, expression = re.match(
            r"(-coroutines\b)?\s*(.*)", argument.strip()).groups()
        if not gdb.selected_inferior().threads():
            raise gdb.GdbError("There is no program, and no core file.")
        if lookup(DETAIL + "task_base") is None:
            raise gdb.GdbError(
                "The program has no debugging information of Boost.Asyncio.")
        with cplusplus():
            self.print_tasks(expression, coroutines)

    def print_tasks(self, expression, coroutines):
        program = Program()
        loops = list(program.loops.values())
        if expression:
            loops = [(l, []) for l in loops_of(
                gdb.parse_and_eval(expression))]
        elif not loops and not program.readable:
            raise gdb.GdbError(
                "gdb cannot read the thread-local variables of this program. "
                "Name a loop: asyncio-tasks EXPRESSION")
        if not loops:
            print("No loop runs.")
        for l, threads in loops:
            if len(loops) > 1:
                print("loop %#x%s:" % (address(l), " in thread %s" % ", ".join(
                    map(str, threads)) if threads else ""))
            for line in Graph(l, program.running).lines(coroutines):
                print(line)


# ---- printers ----------------------------------------------------------------

class HandlePrinter:
    """Prints a task<T>, any_task or future<T>."""

    def __init__(self, value):
        self.kind = "future" if "future" in value.type.strip_typedefs(
            ).unqualified().name else "task"
        self.state = value["state_"]["px"]

    def to_string(self):
        if not address(self.state):
            return "empty " + self.kind
        text = status(self.state)
        if self.kind == "future":
            return "future, " + text
        task = Task(self.pointer_to_task())
        if text == "pending":
            # Of the other threads nothing is known here: to look there is not
            # allowed while gdb prints a stack.
            current = thread_local(DETAIL + "current")
            runs = current is not None and address(task.runner) and \
                current["runner"] == task.runner
            text = "runs" if runs else task.state
            text += " at " + task.where if task.where else ""
        return "task '%s', %s" % (task.name, text)

    def pointer_to_task(self):
        return up(self.state, DETAIL + "task_base")

    def children(self):
        if not address(self.state):
            return
        what = status(self.state)
        state = up(whole(self.state), DETAIL + "with_result")
        if what == "succeeded" and state is not None:
            t = state.type.target().strip_typedefs().template_argument(1)
            if t.strip_typedefs().code != gdb.TYPE_CODE_VOID:
                yield "result", read(get(state, "value_"), t)
        elif what == "failed":
            yield "exception", exception(get(self.state, "exception_"))
        elif what == "cancelled":
            message = read(
                get(self.state, "message_"), lookup("unsigned long").pointer())
            if address(message):
                yield "message", '"%s"' % string(message.cast(
                    lookup("std::string").pointer()).dereference())


def add_printers():
    printers = gdb.printing.RegexpCollectionPrettyPrinter("boost_asyncio")
    for name in (r"task<.*>", r"any_task", r"future<.*>"):
        printers.add_printer(
            name, r"^boost::asyncio::%s$" % name, HandlePrinter)
    gdb.printing.register_pretty_printer(None, printers, replace=True)


add_printers()
TasksCommand()
