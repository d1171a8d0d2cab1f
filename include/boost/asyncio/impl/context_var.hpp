// Bodies of context_var.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_CONTEXT_VAR_HPP
#define BOOST_ASYNCIO_IMPL_CONTEXT_VAR_HPP

#include <boost/asyncio/context_var.hpp>

#include <functional>

namespace boost::asyncio {

namespace detail {

struct context_access
{
    static context make(context_box_ptr box) noexcept
    {
        return context(std::move(box));
    }

    static context_box_ptr const& box(context const& c) noexcept
    {
        return c.box_;
    }
};

} // namespace detail

template<class F, class... Args>
    requires std::invocable<F, Args...>
decltype(auto) context::run(F&& f, Args&&... args) const
{
    detail::entered_context const entered(box_);
    detail::context_slot slot;
    slot.share(box_);
    detail::context_scope const scope(slot);
    return std::invoke(std::forward<F>(f), std::forward<Args>(args)...);
}

template<class T>
bool context::contains(context_var<T> const& variable) const
{
    return variable.find(box_->values) != nullptr;
}

template<class T>
T context::get(context_var<T> const& variable) const
{
    if (auto const v = variable.find(box_->values))
        return detail::value_of<T>(*v);
    detail::throw_not_in_context(variable.name());
}

template<class T>
std::optional<T> context_token<T>::old_value() const
{
    return old_ ? std::optional<T>(detail::value_of<T>(*old_))
                : std::nullopt;
}

template<class T>
void context_token<T>::restore()
{
    detail::restore_value(
        std::exchange(box_, nullptr),
        variable_,
        std::exchange(old_, nullptr));
}

template<class T>
T context_var<T>::get() const
{
    if (auto const v = find(detail::current_context().values()))
        return detail::value_of<T>(*v);
    if (default_)
        return *default_;
    detail::throw_no_value(name_);
}

template<class T>
T context_var<T>::get(T default_value) const
{
    if (auto const v = find(detail::current_context().values()))
        return detail::value_of<T>(*v);
    return default_value;
}

template<class T>
template<class U>
    requires std::constructible_from<T, U&&>
typename context_var<T>::token context_var<T>::set(U&& u) const
{
    auto const& box = detail::current_context().box();
    token t(number_, box, find(box->values));
    detail::context_map::set(
        box->values,
        number_,
        new detail::typed_context_value<T>(std::forward<U>(u)));
    return t;
}

template<class T>
void context_var<T>::reset(token& t) const
{
    detail::check_token(t.box_.get(), t.variable_ == number_);
    t.restore();
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_CONTEXT_VAR_HPP
