// Bodies of introspection.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_INTROSPECTION_IPP
#define BOOST_ASYNCIO_IMPL_INTROSPECTION_IPP

#include <boost/asyncio/detail/wait/tasks_of.hpp>
#include <boost/asyncio/introspection.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <ostream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace boost::asyncio {

namespace detail {

// Calls `f` where the tasks of `l` do not change meanwhile.
template<class F>
void look_at(loop_state& l, F&& f)
{
    if (l.inside())
        f();
    else if (l.is_running && current.running != &l)
        throw std::runtime_error(
            "the tasks of a loop that another thread runs can be looked at "
            "only inside: use call_soon_threadsafe()");
    else
        l.visit(f);
}

// What one task does.
struct task_view
{
    explicit task_view(task_base& t)
    {
        auto const* const r = t.runner();
        if (t.done())
            state = t.cancelled() ? "was cancelled" : "is done";
        else if (!r)
            state = "has not started";
        else if (r == current.runner || r->covered > 0)
            state = "runs";
        else if (r->waiting)
        {
            waiter const& w = *r->waiting;
            w.describe(info);
            where = w.where();
            waits_for = info.what;
        }
        else
            waits_for = "an operation of Asio";
        if (!waits_for.empty())
            state = "waits for " + waits_for;
        if (!t.done() && t.requests.count() > 0)
            state += ", asked to cancel";
    }

    std::string state;
    std::string waits_for;
    std::source_location where;
    wait_info info; // of what it waits for
};

// Who waits for whom, at one moment.
class task_graph
{
public:
    explicit task_graph(loop_state& l)
    {
        for (any_task const& t : tasks_of(l))
            tasks_.push_back(handle_access::state(t).get());
        for (task_base* const t : tasks_)
            views_.emplace(t, *t);
        for (task_base* const t : tasks_)
        {
            for (state_base* const s : views_.at(t).info.awaited)
                if (s->is_task() && !s->done())
                    add_edge(*t, *static_cast<task_base*>(s));
            if (auto* const owner = t->owner())
                add_edge(*owner, *t);
        }
    }

    std::vector<task_base*> const& tasks() const noexcept
    {
        return tasks_;
    }

    task_view const* view(task_base* t) const
    {
        auto const i = views_.find(t);
        return i == views_.end() ? nullptr : &i->second;
    }

    // Those that `t` waits for, and those that wait for it.
    std::vector<task_base*> const& below(task_base* t) const
    {
        return find(below_, t);
    }

    std::vector<task_base*> const& above(task_base* t) const
    {
        return find(above_, t);
    }

    // Each circle of tasks that wait for one another, once.
    std::vector<std::vector<task_base*>> circles() const
    {
        std::vector<std::vector<task_base*>> result;
        std::set<task_base*> seen;
        for (task_base* const t : tasks_)
        {
            std::vector<task_base*> path;
            search(t, path, seen, result);
        }
        return result;
    }

private:
    using edges = std::map<task_base*, std::vector<task_base*>>;

    static std::vector<task_base*> const& find(edges const& e, task_base* t)
    {
        static std::vector<task_base*> const none;
        auto const i = e.find(t);
        return i == e.end() ? none : i->second;
    }

    void add_edge(task_base& waiting, task_base& awaited)
    {
        auto& b = below_[&waiting];
        if (std::find(b.begin(), b.end(), &awaited) != b.end())
            return;
        b.push_back(&awaited);
        above_[&awaited].push_back(&waiting);
    }

    void search(
        task_base* t,
        std::vector<task_base*>& path,
        std::set<task_base*>& seen,
        std::vector<std::vector<task_base*>>& result) const
    {
        auto const i = std::find(path.begin(), path.end(), t);
        if (i != path.end())
        {
            result.emplace_back(i, path.end());
            return;
        }
        auto const* const v = view(t);
        if (!v || !seen.insert(t).second)
            return;
        path.push_back(t);
        for (task_base* const next : below(t))
            search(next, path, seen, result);
        for (task_base* const next : v->info.holders)
            search(next, path, seen, result);
        path.pop_back();
    }

    std::vector<task_base*> tasks_;
    std::map<task_base*, task_view> views_;
    edges below_;
    edges above_;
};

BOOST_ASYNCIO_COLD_DECL void
print_place(std::ostream& out, std::source_location const& where);

void print_place(std::ostream& out, std::source_location const& where)
{
    out << where.file_name() << ':' << where.line();
}

class task_tree_printer
{
public:
    task_tree_printer(std::ostream& out, task_graph const& g)
        : out_(out), graph_(g)
    {
    }

    void print()
    {
        for (task_base* const t : graph_.tasks())
            if (graph_.above(t).empty())
                print_branch(t, 0);
        // What is left waits in circles.
        for (task_base* const t : graph_.tasks())
            if (!printed_.contains(t))
                print_branch(t, 0);
        for (auto const& circle : graph_.circles())
        {
            out_ << "waiting for one another: ";
            for (task_base* const t : circle)
                out_ << '\'' << t->name() << "' -> ";
            out_ << '\'' << circle.front()->name() << "'\n";
        }
    }

private:
    void print_branch(task_base* t, int depth)
    {
        out_ << std::string(static_cast<std::size_t>(2 * depth), ' ')
             << '\'' << t->name() << '\'';
        if (!printed_.insert(t).second)
        {
            out_ << ": see above\n";
            return;
        }
        if (auto const* const v = graph_.view(t))
            print_state(*v);
        if (t->location().line() != 0)
        {
            out_ << " (created at ";
            print_place(out_, t->location());
            out_ << ')';
        }
        out_ << '\n';
        for (task_base* const b : graph_.below(t))
            print_branch(b, depth + 1);
    }

    void print_state(task_view const& v)
    {
        out_ << ": " << v.state;
        if (v.where.line() != 0)
        {
            out_ << " at ";
            print_place(out_, v.where);
        }
        char const* separator = ", held by ";
        for (task_base* const h : v.info.holders)
            out_ << std::exchange(separator, ", ") << '\'' << h->name() << '\'';
    }

    std::ostream& out_;
    task_graph const& graph_;
    std::set<task_base*> printed_;
};

// `path` holds the tasks from the first one to this.
BOOST_ASYNCIO_COLD_DECL call_graph
capture(task_base& t, task_graph const& g, std::vector<task_base*>& path);

call_graph capture(
    task_base& t, task_graph const& g, std::vector<task_base*>& path)
{
    task_view const v(t);
    call_graph result{
        .task = handle_of(t),
        .waits_for = v.waits_for,
        .state = v.state,
        .where = v.where,
        .awaited_by = {}};
    path.push_back(&t);
    for (task_base* const a : g.above(&t))
        if (std::find(path.begin(), path.end(), a) == path.end())
            result.awaited_by.push_back(capture(*a, g, path));
    path.pop_back();
    return result;
}

BOOST_ASYNCIO_COLD_DECL void print_call_graph_at(
    std::ostream& out, call_graph const& g, std::string const& indent);

void print_call_graph_at(
    std::ostream& out, call_graph const& g, std::string const& indent)
{
    out << indent << "* Task(name='" << g.task.get_name() << "', id="
        << static_cast<void const*>(handle_access::state(g.task).get())
        << ")\n";
    out << indent << "  + Call stack:\n";
    out << indent << "  |   " << g.state << '\n';
    if (g.where.line() != 0)
        out << indent << "  |   File '" << g.where.file_name() << "', line "
            << g.where.line() << ", in " << g.where.function_name() << '\n';
    if (g.awaited_by.empty())
        return;
    out << indent << "  + Awaited by:\n";
    for (call_graph const& a : g.awaited_by)
        print_call_graph_at(out, a, indent + "     ");
}

} // namespace detail

any_task current_task(event_loop const& loop)
{
    auto& l = detail::loop_access::state(loop);
    auto* const t = l.inside() ? detail::current_task_base() : nullptr;
    return t ? detail::handle_of(*t) : any_task();
}

std::vector<any_task> all_tasks()
{
    return all_tasks(get_running_loop());
}

std::vector<any_task> all_tasks(event_loop const& loop)
{
    auto& l = detail::loop_access::state(loop);
    std::vector<any_task> result;
    detail::look_at(l, [&] { result = detail::tasks_of(l); });
    return result;
}

std::optional<call_graph> capture_call_graph()
{
    auto const t = current_task();
    if (!t)
        return std::nullopt;
    return capture_call_graph(t);
}

std::optional<call_graph> capture_call_graph(any_task const& task)
{
    auto const& t = detail::handle_access::state(task);
    if (!t)
        throw std::invalid_argument("an empty task or future is used");
    std::optional<call_graph> result;
    detail::look_at(
        t->loop(),
        [&]
        {
            detail::task_graph const graph(t->loop());
            std::vector<detail::task_base*> path;
            result = detail::capture(*t, graph, path);
        });
    return result;
}

void print_call_graph(std::ostream& out)
{
    if (auto const graph = capture_call_graph())
        detail::print_call_graph_at(out, *graph, "");
}

void print_call_graph(std::ostream& out, any_task const& task)
{
    detail::print_call_graph_at(out, *capture_call_graph(task), "");
}

std::string format_call_graph()
{
    std::ostringstream out;
    print_call_graph(out);
    return out.str();
}

std::string format_call_graph(any_task const& task)
{
    std::ostringstream out;
    print_call_graph(out, task);
    return out.str();
}

void print_tasks(std::ostream& out)
{
    print_tasks(out, get_running_loop());
}

void print_tasks(std::ostream& out, event_loop const& loop)
{
    auto& l = detail::loop_access::state(loop);
    detail::look_at(
        l,
        [&]
        {
            detail::task_graph const graph(l);
            detail::task_tree_printer(out, graph).print();
        });
}

void print_tasks_on_signal(event_loop& loop, int signal)
{
    loop.add_signal_handler(
        signal,
        [&l = detail::loop_access::state(loop)]
        {
            std::ostringstream out;
            print_tasks(out, detail::loop_access::handle(l));
            std::cerr << out.str() << std::flush;
        });
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_INTROSPECTION_IPP
