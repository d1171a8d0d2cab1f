// The headers with an intrusive_ptr that is constexpr, as in newer Boosts.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// Clang instantiates a constexpr function where it is used in the body of a
// class, not at the end of the file: what intrusive_ptr calls has to be
// declared before that. This one takes the place of Boost's, so that any Boost
// shows it.
#define BOOST_SMART_PTR_INTRUSIVE_PTR_HPP_INCLUDED

#include <cstddef>
#include <functional>
#include <type_traits>
#include <utility>

namespace boost {

template<class T>
class intrusive_ptr
{
public:
    using element_type = T;

    constexpr intrusive_ptr() noexcept = default;

    constexpr intrusive_ptr(T* p, bool add_ref = true)
        : p_(p)
    {
        if (p_ && add_ref)
            intrusive_ptr_add_ref(p_);
    }

    constexpr intrusive_ptr(intrusive_ptr const& other)
        : intrusive_ptr(other.p_)
    {
    }

    constexpr intrusive_ptr(intrusive_ptr&& other) noexcept
        : p_(other.detach())
    {
    }

    template<class U>
        requires std::is_convertible_v<U*, T*>
    constexpr intrusive_ptr(intrusive_ptr<U> const& other)
        : intrusive_ptr(other.get())
    {
    }

    template<class U>
        requires std::is_convertible_v<U*, T*>
    constexpr intrusive_ptr(intrusive_ptr<U>&& other)
        : p_(other.detach())
    {
    }

    constexpr ~intrusive_ptr()
    {
        if (p_)
            intrusive_ptr_release(p_);
    }

    constexpr intrusive_ptr& operator=(intrusive_ptr other) noexcept
    {
        swap(other);
        return *this;
    }

    constexpr void reset()
    {
        intrusive_ptr().swap(*this);
    }

    constexpr void reset(T* p, bool add_ref = true)
    {
        intrusive_ptr(p, add_ref).swap(*this);
    }

    constexpr T* get() const noexcept
    {
        return p_;
    }

    constexpr T* detach() noexcept
    {
        return std::exchange(p_, nullptr);
    }

    constexpr T& operator*() const noexcept
    {
        return *p_;
    }

    constexpr T* operator->() const noexcept
    {
        return p_;
    }

    constexpr explicit operator bool() const noexcept
    {
        return p_ != nullptr;
    }

    constexpr void swap(intrusive_ptr& other) noexcept
    {
        std::swap(p_, other.p_);
    }

private:
    T* p_ = nullptr;
};

template<class T, class U>
constexpr bool operator==(
    intrusive_ptr<T> const& a, intrusive_ptr<U> const& b) noexcept
{
    return a.get() == b.get();
}

template<class T>
constexpr bool operator==(intrusive_ptr<T> const& a, T* b) noexcept
{
    return a.get() == b;
}

template<class T>
constexpr bool operator==(intrusive_ptr<T> const& a, std::nullptr_t) noexcept
{
    return !a;
}

template<class T>
constexpr T* get_pointer(intrusive_ptr<T> const& p) noexcept
{
    return p.get();
}

template<class T>
std::size_t hash_value(intrusive_ptr<T> const& p)
{
    return std::hash<T*>()(p.get());
}

} // namespace boost

#include <boost/asyncio.hpp>
#include <boost/asyncio/testing.hpp>
